import { compile, type DomNode, type FormatCallback } from 'html-to-text';
import { type CellText, tableText } from './table-text.js';

/** Each indents every line of what is in it: deeper ones indent no further. */
const indenting: ReadonlySet<string> = new Set(['ul', 'ol', 'blockquote']);
const MAX_INDENTS = 8;
/** Nodes within each other: twice what a sanitised body has. */
const MAX_DEPTH = 250;
/** The greatest number that Roman numerals write. */
const LAST_ROMAN = 3_999;
const links: ReadonlySet<string> = new Set(['a']);
const rowGroups: ReadonlySet<string> = new Set(['thead', 'tbody', 'tfoot']);

/** What of the library's builder makes tables; its published types lack it. */
interface TableBuilder {
  openTable(): void;
  openTableRow(): void;
  openTableCell(): void;
  closeTableCell(): void;
  closeTableRow(): void;
  closeTable(options: { tableToString: (rows: readonly CellText[][]) => string }): void;
}

/** Spans are left out: one cell could fill a hundred million. */
const table: FormatCallback = (element, walk, builder) => {
  const tables = builder as unknown as TableBuilder;
  tables.openTable();
  for (const row of rowsOf(element)) {
    tables.openTableRow();
    for (const cell of row.children.filter(({ name }) => name === 'td' || name === 'th')) {
      tables.openTableCell();
      walk(cell.children, builder);
      tables.closeTableCell();
    }
    tables.closeTableRow();
  }
  tables.closeTable({ tableToString: tableText });
};

function rowsOf(element: DomNode): DomNode[] {
  return element.children
    .flatMap((child) => (rowGroups.has(child.name ?? '') ? child.children : [child]))
    .filter(({ name }) => name === 'tr');
}

/** The library's own format of an indenting element, as long as it is not too deep in others. */
const indented =
  (format: string): FormatCallback =>
  (element, walk, builder, options) => {
    const own =
      countAround(element, indenting) < MAX_INDENTS ? builder.options.formatters[format] : undefined;
    if (own !== undefined) {
      own(element, walk, builder, options);
      return;
    }
    const items =
      element.name === 'blockquote'
        ? [element.children]
        : element.children.filter(isItem).map((item) => [item]);
    for (const nodes of items) {
      builder.openBlock({ leadingLineBreaks: 1 });
      walk(nodes, builder);
      builder.closeBlock({ trailingLineBreaks: 1 });
    }
  };

const isItem = ({ name }: DomNode): boolean => name === 'li';

/** A link within a link is its text: every word would go through each of them. */
const link: FormatCallback = (element, walk, builder, options) => {
  const own = countAround(element, links) === 0 ? builder.options.formatters['anchor'] : undefined;
  if (own === undefined) walk(element.children, builder);
  else own(element, walk, builder, options);
};

function countAround(element: DomNode, names: ReadonlySet<string>): number {
  let count = 0;
  for (let around = element.parent; around; around = around.parent) {
    if (names.has(around.name ?? '')) count++;
  }
  return count;
}

/** Roman numerals only where they reach: the library has none further, and throws. */
const numbered: FormatCallback = (element, walk, builder, options) => {
  const attribs = (element.attribs ?? {}) as Readonly<Record<string, string>>;
  const start = /^\d{1,4}$/.test(attribs['start'] ?? '') ? Number(attribs['start']) : 1;
  const last = start + element.children.length;
  const roman = (attribs['type'] ?? '').toLowerCase() === 'i';
  element.attribs = {
    start: String(Math.max(1, start)),
    type: roman && last > LAST_ROMAN ? '1' : (attribs['type'] ?? '1'),
  };
  indented('orderedList')(element, walk, builder, options);
};

const convert = compile({
  wordwrap: false,
  limits: { maxDepth: MAX_DEPTH },
  formatters: { link, table, numbered, bulleted: indented('unorderedList'), quoted: indented('blockquote') },
  selectors: [
    { selector: 'a', format: 'link', options: { hideLinkHrefIfSameAsText: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'table', format: 'table' },
    { selector: 'ol', format: 'numbered' },
    { selector: 'ul', format: 'bulleted' },
    { selector: 'blockquote', format: 'quoted' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** The text alternative of a sealed body: always the same for the same html, and linear in it, whatever it is. */
export function plainText(html: string): string {
  return convert(html);
}
