import { once } from 'node:events';
import PDFDocument from 'pdfkit';

/** A one-page PDF. `createdAt` stands in it, so that the same page is the same bytes. */
export async function demoPdf(
  page: { readonly title: string; readonly lines: readonly string[] },
  createdAt: Date,
): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: 72,
    info: { Title: page.title, CreationDate: createdAt },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  document.fontSize(18).text(page.title).moveDown().fontSize(11);
  for (const line of page.lines) {
    if (line === '') document.moveDown();
    else document.text(line);
  }
  document.end();
  await once(document, 'end');
  return Buffer.concat(chunks);
}
