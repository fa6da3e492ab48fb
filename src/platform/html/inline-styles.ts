const color =
  /^(#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\( ?\d{1,3}%?(?: ?, ?\d{1,3}%?){2}(?: ?, ?[\d.]{1,5})? ?\))$/;
const length = /^\d{1,4}(\.\d{1,3})?(px|pt|em|rem|%)?$/;
const lengths = /^\d{1,4}(\.\d{1,3})?(px|pt|em|rem|%)?( \d{1,4}(\.\d{1,3})?(px|pt|em|rem|%)?){0,3}$/;
const border = /^\d{1,2}(px|pt)? (solid|dashed|dotted|double|none)( (#[0-9a-f]{3,8}|[a-z]{3,20}))?$/;

/**
 * What a style attribute of mail may say: colours, fonts, sizes, alignment. Nothing that takes an element out of
 * its place, loads, or calls a function (`url()`, `var()`, `expression()`): every value is matched whole.
 */
const allowed: Readonly<Record<string, RegExp>> = {
  color,
  'background-color': color,
  'font-size': /^(\d{1,2}(\.\d{1,2})?(px|pt|em|rem)|\d{1,3}%|(x{1,2}-)?(small|large)|medium|smaller|larger)$/,
  'font-family': /^[a-z0-9 ,'"-]{1,200}$/,
  'font-weight': /^(normal|bold|bolder|lighter|[1-9]00)$/,
  'font-style': /^(normal|italic|oblique)$/,
  'text-decoration': /^(none|underline|line-through|underline line-through)$/,
  'text-align': /^(left|right|center|justify|start|end)$/,
  'vertical-align': /^(top|middle|bottom|baseline|sub|super)$/,
  'white-space': /^(normal|pre-wrap|pre-line|nowrap)$/,
  'list-style-type': /^[a-z-]{3,30}$/,
  'line-height': /^\d(\.\d{1,3})?$/,
  'border-collapse': /^(collapse|separate)$/,
  border,
  'border-top': border,
  'border-right': border,
  'border-bottom': border,
  'border-left': border,
  padding: lengths,
  'padding-left': length,
  'margin-left': length,
  width: length,
  height: length,
};

/** @returns the declarations that are allowed, in order; empty where none is */
export function safeStyle(style: string): string {
  const kept: string[] = [];
  for (const declaration of style.slice(0, 2_000).split(';')) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase();
    const value = declaration
      .slice(colon + 1)
      .trim()
      .toLowerCase()
      .replace(/\s+/g, ' ');
    if (Object.hasOwn(allowed, property) && allowed[property]?.test(value) === true) {
      kept.push(`${property}:${value}`);
    }
  }
  return kept.join(';');
}
