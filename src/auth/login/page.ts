import { type Request, type Response } from 'express';
import { escapeHtml } from '../../platform/html/html-of-text.js';
import { type Problem } from '../../platform/http/problem.js';
import { sendProblem } from '../../platform/http/send-problem.js';

export { escapeHtml };

/**
 * A page of the login: it must be readable when nothing else of the web mail is. Its forms tell their origin
 * (`same-origin`): browsers without Fetch Metadata could not show otherwise that they are ours. @param body HTML
 */
export function page(title: string, body: string, styleSheet = '/auth/page.css'): string {
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>${escapeHtml(title)} – Medimail</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${escapeHtml(styleSheet)}">
</head>
<body>
<main>
<p class="brand">Medimail</p>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export const PAGE_STYLE = `* { box-sizing: border-box; }
body { margin: 0; background: #f4f7fa; color: #1c2733; font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(36rem, 100% - 2rem); margin: min(8vh, 4rem) auto 2rem; padding: 2rem; border: 1px solid #d7e0e9;
  border-top: 4px solid #0b5cad; border-radius: 10px; background: #fff; }
.brand { margin: 0 0 1rem; color: #0b5cad; font-size: 1.25rem; font-weight: 700; }
h1 { margin: 0; font-size: 1.45rem; }
ul { padding: 0; list-style: none; }
li { margin: .5rem 0; }
a, button { color: #0b5cad; font: inherit; }
a.tile, button { display: block; width: 100%; padding: .65rem 1rem; border: 1px solid #b8c6d4; border-radius: 8px;
  background: #fff; font-weight: 600; text-align: left; text-decoration: none; cursor: pointer; }
a.tile:hover, button:hover { border-color: #0b5cad; background: #eef4fb; }
:focus-visible { outline: 3px solid #f5a300; outline-offset: 2px; }
input { display: block; width: 100%; padding: .55rem .75rem; border: 1px solid #8296a9; border-radius: 8px; font: inherit; }
[role=alert] { padding: .65rem 1rem; border-left: 4px solid #b3261e; background: #fdecea; }
small { display: block; color: #536475; font-size: .9rem; font-weight: 400; overflow-wrap: anywhere; }
`;

/** A person at a browser, and no program that asks for a problem. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['text/html', 'application/problem+json', 'application/json']) === 'text/html';
}

/** A login that cannot be: a page for a person, a problem for a program that asks for one. */
export function refuseLogin(request: Request, response: Response, problem: Problem): void {
  if (!wantsPage(request)) {
    sendProblem(request, response, problem);
    return;
  }
  const code = '<p><a href="/auth/association">J’ai un code d’association</a></p>';
  const again = '<p><a href="/auth/login">Revenir à la page de connexion</a></p>';
  const ways = problem.code === 'unknown-account' ? `${code}\n${again}` : again;
  response.status(problem.status).set(problem.headers).type('html');
  response.send(page(problem.title, `<p>${escapeHtml(problem.detail)}</p>\n${ways}`));
}
