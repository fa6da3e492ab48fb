/** What Windows keeps for devices, whatever the extension; superscript digits count as digits. */
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])[. ]*(?:\..*)?$/iu;
/** What a file name may not hold on some system, and what cannot be seen: controls, marks of direction, joiners. */
const forbidden = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** Of UTF-8: file systems take 255, and people and programs add to names. */
const MAX_BYTES = 200;

/** A name that every operating system takes, and that says what the file is: for one that was sealed as its sender called it. */
export function downloadName(name: string): string {
  const cleaned = withoutEnds(name.normalize('NFC').replace(forbidden, '_'));
  const short = Buffer.byteLength(cleaned) > MAX_BYTES ? withoutEnds(shortened(cleaned)) : cleaned;
  if (short === '') return 'document';
  // A dot in front hides the file.
  return deviceName.test(short) || short.startsWith('.') ? `_${short}` : short;
}

/** Windows leaves out spaces and dots at the end, and then finds another file. */
const withoutEnds = (name: string): string => name.replace(/[. \u00a0]+$/, '').trim();

/** Keeps the extension, and cuts between characters. */
function shortened(name: string): string {
  const extension = /\.[^.]{1,20}$/.exec(name)?.[0] ?? '';
  let kept = '';
  let bytes = Buffer.byteLength(extension);
  for (const character of name.slice(0, name.length - extension.length)) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES) break;
    kept += character;
  }
  return kept + extension;
}
