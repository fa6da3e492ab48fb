/** Wider cells do not widen their column: the others would be filled up to them. */
const WIDEST_COLUMN = 40;
const BETWEEN = ' '.repeat(3);

/** A cell as html-to-text hands it over. */
export interface CellText {
  readonly text: string;
}

/**
 * A table as text: its cells under each other in columns, without spans. A row with a cell of several lines (tables
 * that lay a page out) is its cells one after another. Never longer than its text and forty-three blanks a cell.
 */
export function tableText(rows: readonly (readonly CellText[])[]): string {
  const widths = widthsOf(rows);
  return rows.map((cells) => rowText(cells, widths)).join('\n');
}

function rowText(cells: readonly CellText[], widths: readonly number[]): string {
  if (!inOneLine(cells)) {
    return cells
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .join('\n');
  }
  return cells
    .map(({ text }, column) => text.padEnd(widths[column] ?? 0))
    .join(BETWEEN)
    .trimEnd();
}

function widthsOf(rows: readonly (readonly CellText[])[]): number[] {
  const widths: number[] = [];
  for (const cells of rows.filter((row) => row.length > 1 && inOneLine(row))) {
    for (const [column, { text }] of cells.entries()) {
      if (text.length <= WIDEST_COLUMN) widths[column] = Math.max(widths[column] ?? 0, text.length);
    }
  }
  return widths;
}

function inOneLine(cells: readonly CellText[]): boolean {
  return !cells.some(({ text }) => text.includes('\n'));
}
