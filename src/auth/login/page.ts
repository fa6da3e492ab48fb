import { type Request, type Response } from 'express';
import { type Problem } from '../../platform/http/problem.js';
import { sendProblem } from '../../platform/http/send-problem.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A page of the login: it must be readable when nothing else of the web mail is. @param body HTML */
export function page(title: string, body: string, styleSheet = '/auth/page.css'): string {
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Medimail</title>
<link rel="stylesheet" href="${escapeHtml(styleSheet)}">
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export const PAGE_STYLE = `body { margin: 0; background: #f4f6f8; color: #1a2733; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 4rem auto; padding: 2rem; background: #fff; border-radius: .5rem; }
h1 { margin-top: 0; font-size: 1.5rem; }
ul { padding: 0; list-style: none; }
li { margin: .5rem 0; }
a, button { color: #0b5394; font: inherit; }
a.tile, button { display: block; box-sizing: border-box; width: 100%; padding: 1rem; border: 1px solid #7a8a99;
  border-radius: .5rem; background: #fff; text-align: left; text-decoration: none; cursor: pointer; }
a.tile:hover, button:hover, a.tile:focus, button:focus { background: #e8f1fa; }
small { display: block; color: #4a5a68; }
`;

/** A login that cannot be: a page for a person, a problem for a program that asks for one. */
export function refuseLogin(request: Request, response: Response, problem: Problem): void {
  const wanted = request.accepts(['text/html', 'application/problem+json', 'application/json']);
  if (wanted !== 'text/html') {
    sendProblem(request, response, problem);
    return;
  }
  const again = '<p><a href="/auth/login">Revenir à la page de connexion</a></p>';
  response.status(problem.status).set(problem.headers).type('html');
  response.send(page(problem.title, `<p>${escapeHtml(problem.detail)}</p>\n${again}`));
}
