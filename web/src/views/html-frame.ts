import { h } from '../dom.js';
import messageStyle from '../message.css?url';

const policy = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; form-action 'none'";

/**
 * Shows HTML that others wrote. The server has made it safe; here it has a frame without scripts, forms or a way to
 * the page, and a policy that loads nothing. `allow-same-origin`, harmless without scripts, lets us measure it.
 */
export function htmlFrame(html: string, title: string): HTMLIFrameElement {
  const frame = h('iframe', {
    title,
    class: 'html',
    sandbox: 'allow-same-origin allow-popups allow-popups-to-escape-sandbox',
    referrerpolicy: 'no-referrer',
    srcdoc: `<!doctype html><html lang="fr"><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="${policy}">
      <base target="_blank"><link rel="stylesheet" href="${messageStyle}"></head><body>${html}</body></html>`,
  });
  frame.addEventListener('load', () => {
    const root = frame.contentDocument?.documentElement;
    if (root === undefined) return;
    const fit = () => (frame.style.height = `${Math.ceil(root.getBoundingClientRect().height) + 2}px`);
    new ResizeObserver(fit).observe(root);
    fit();
  });
  return frame;
}
