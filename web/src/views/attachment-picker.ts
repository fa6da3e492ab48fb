import { upload } from '../api.js';
import { announce, button, h, messageOf } from '../dom.js';
import { attachmentsLimit, size } from '../format.js';

interface Picked {
  readonly file: File;
  /** Absent while the bytes travel. */
  id?: string;
}

export interface AttachmentPicker {
  readonly element: HTMLElement;
  readonly ids: () => string[];
  readonly busy: () => boolean;
}

/** Each file is sent as soon as it is added; the service checks the total again when the message is sent. */
export function attachmentPicker(mailbox: string): AttachmentPicker {
  let picked: Picked[] = [];
  const list = h('ul', {});
  const gauge = h('meter', {
    min: '0',
    max: String(attachmentsLimit),
    'aria-label': 'Taille des pièces jointes',
  });
  const total = h('span', {});
  const input = h('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    change: () => add([...(input.files ?? [])]),
  });

  const bytes = () => picked.reduce((sum, { file }) => sum + file.size, 0);
  const draw = () => {
    list.replaceChildren(...picked.map((one) => line(one, () => drop(one))));
    gauge.value = bytes();
    total.textContent = `Taille des pièces jointes : ${size(bytes())} sur 60 Mo`;
    if (bytes() === 0) total.textContent = 'Taille des pièces jointes : 0 sur 60 Mo';
  };
  const drop = (one: Picked) => {
    picked = picked.filter((other) => other !== one);
    draw();
  };
  const add = (files: readonly File[]) => {
    input.value = '';
    for (const file of files) {
      if (bytes() + file.size > attachmentsLimit) {
        announce(`« ${file.name} » : les pièces jointes dépasseraient 60 Mo.`, 'error');
        continue;
      }
      const one: Picked = { file };
      picked = [...picked, one];
      void send(one);
    }
    draw();
  };
  const send = async (one: Picked) => {
    try {
      const { id } = await upload<{ id: string }>(`/mailboxes/${mailbox}/attachments`, one.file);
      one.id = id;
      draw();
    } catch (error) {
      announce(`« ${one.file.name} » : ${messageOf(error)}`, 'error');
      drop(one);
    }
  };
  draw();

  return {
    element: h(
      'section',
      { class: 'attachments' },
      h('h2', {}, 'Pièces jointes'),
      list,
      input,
      button('Ajouter une pièce jointe', () => input.click()),
      h('p', { class: 'muted' }, total, ' ', gauge),
    ),
    ids: () => picked.map(({ id }) => id).filter((id) => id !== undefined),
    busy: () => picked.some(({ id }) => id === undefined),
  };
}

function line({ file, id }: Picked, drop: () => void): Node {
  return h(
    'li',
    {},
    `${file.name} `,
    h('span', { class: 'muted' }, id === undefined ? 'envoi en cours… ' : `${size(file.size)} `),
    button('Retirer', drop, 'small'),
  );
}
