/** `/m/<mailbox>` its list, `/m/<mailbox>/<message>` a message, `/m/<mailbox>?ecrire` a new message, `/` the inbox. */
export interface Route {
  readonly mailbox: string | undefined;
  readonly message: string | undefined;
  readonly query: URLSearchParams;
}

export function currentRoute(): Route {
  const [, mailbox, message] = /^\/m\/([\w-]+)(?:\/([\w-]+))?\/?$/.exec(location.pathname) ?? [];
  return { mailbox, message, query: new URLSearchParams(location.search) };
}

export const paths = {
  mailbox: (mailbox: string) => `/m/${mailbox}`,
  folder: (mailbox: string, folder: string) => `/m/${mailbox}?dossier=${folder}`,
  message: (mailbox: string, message: string) => `/m/${mailbox}/${message}`,
  compose: (mailbox: string) => `/m/${mailbox}?ecrire`,
};

export function navigate(path: string): void {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Calls back at every change of place, and makes links of the page into such changes. */
export function onNavigation(show: () => void): void {
  addEventListener('popstate', show);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (link.target !== '' || link.origin !== location.origin || !/^\/(m\/|$)/.test(link.pathname)) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}
