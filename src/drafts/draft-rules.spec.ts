import { describe, expect, it } from 'vitest';
import { sanitizeHtml } from '../platform/html/html-sanitizer.js';
import { isEmptyDraft } from './draft-rules.js';

const nothing = { to: [], cc: [], subject: '', html: '' };
const isEmptyHtml = (html: string) => isEmptyDraft({ ...nothing, html: sanitizeHtml(html) });

describe('an empty draft (D7)', () => {
  it.each([
    '',
    '<p></p>',
    '<p><br></p>',
    '<p>&nbsp;&#8203;\u200b\u00ad </p>',
    '<div> <ul><li></li></ul></div>',
  ])('has no text and no image: %s', (html) => {
    expect(isEmptyHtml(html)).toBe(true);
  });

  it.each([
    'a',
    '<p>0</p>',
    '<p><b>.</b></p>',
    '<p>&lt;</p>',
    '<img src="data:image/png;base64,iVBORw0KGgo=" alt="">',
  ])('has neither text nor image; not this one: %s', (html) => {
    expect(isEmptyHtml(html)).toBe(false);
  });

  it('has no recipient and no subject, but for spaces', () => {
    expect(isEmptyDraft({ ...nothing, subject: ' \u00a0', to: ['', ' '] })).toBe(true);
    expect(isEmptyDraft({ ...nothing, subject: 'a' })).toBe(false);
    expect(isEmptyDraft({ ...nothing, to: ['x'] })).toBe(false);
    expect(isEmptyDraft({ ...nothing, cc: ['x'] })).toBe(false);
  });

  const picture = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="">';
  const signatures = ['<p>Dr A. M.</p>', `<p>Cabinet</p>${picture}`].map(sanitizeHtml);
  const isEmptyBody = (html: string) => isEmptyDraft({ ...nothing, html: sanitizeHtml(html) }, signatures);

  it.each(['<p><br></p><div>Dr&nbsp;A. M.</div>', `<div>Cabinet ${picture}</div>`])(
    'shows a signature of the account and nothing else: %s',
    (html) => {
      expect(isEmptyBody(html)).toBe(true);
      expect(isEmptyHtml(html)).toBe(false);
    },
  );

  it.each(['<p>Oui</p><p>Dr A. M.</p>', '<p>Cabinet</p>', `<p>Dr A. M.</p>${picture}`])(
    'shows a signature and nothing else; not this one: %s',
    (html) => {
      expect(isEmptyBody(html)).toBe(false);
    },
  );

  it('with a signature has no recipient and no subject', () => {
    expect(isEmptyDraft({ ...nothing, html: '<p>Dr A. M.</p>', subject: 'a' }, signatures)).toBe(false);
  });
});
