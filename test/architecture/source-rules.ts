import ts from 'typescript';

/** One place where the source reaches for something that it should be given. */
export interface Use {
  readonly file: string;
  readonly line: number;
  readonly rule: SourceRule;
}

export type SourceRule = 'console' | 'clock' | 'randomness' | 'environment';

/**
 * Where each is at home. The configuration is read before there is a clock; the library of the demonstration's
 * identity provider has a clock of its own; the names of unfinished files are seen by nobody.
 */
const homes: Readonly<Record<SourceRule, RegExp>> = {
  console: /^$/,
  clock: /^src\/(platform\/(time|config)|demo\/identity-provider)\//,
  randomness: /^src\/platform\/(randomness|crypto|content\/folder|files)\//,
  environment: /^src\/platform\/config\//,
};

const randomNames = new Set(['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues']);

/** The syntax tree is asked, not the text: a comment may say `console.log`. */
export function usesIn(file: string, text: string): Use[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const uses: Use[] = [];
  const visit = (node: ts.Node): void => {
    const rule = ruleBrokenBy(node);
    if (rule !== undefined && !homes[rule].test(file)) {
      uses.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, rule });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

function ruleBrokenBy(node: ts.Node): SourceRule | undefined {
  if (ts.isNewExpression(node)) {
    return node.expression.getText() === 'Date' && !node.arguments?.length ? 'clock' : undefined;
  }
  if (ts.isIdentifier(node) && randomNames.has(node.text)) return 'randomness';
  if (ts.isPropertyAccessExpression(node)) return ruleBrokenByAccess(node);
  if (ts.isImportDeclaration(node)) return importsTheProcess(node) ? 'environment' : undefined;
  return undefined;
}

function ruleBrokenByAccess(node: ts.PropertyAccessExpression): SourceRule | undefined {
  const object = node.expression.getText();
  if (object === 'console') return 'console';
  if (object === 'Date' && node.name.text === 'now') return 'clock';
  if (object === 'Math' && node.name.text === 'random') return 'randomness';
  if (!object.endsWith('process') || node.name.text !== 'env') return undefined;
  return isHandedToTheConfiguration(node) ? undefined : 'environment';
}

/**
 * `loadConfig(process.env)`, `loadConfig({ ...process.env, PORT: '0' })`: who starts a process hands it over whole, and
 * reads nothing of it.
 */
function isHandedToTheConfiguration({ parent }: ts.Node): boolean {
  const call = ts.isSpreadAssignment(parent) ? parent.parent.parent : parent;
  return ts.isCallExpression(call) && call.expression.getText() === 'loadConfig';
}

/** `import { env } from 'node:process'` reads the environment as well. */
function importsTheProcess(node: ts.ImportDeclaration): boolean {
  const from = node.moduleSpecifier;
  return ts.isStringLiteral(from) && /^(node:)?process$/.test(from.text) && /\benv\b/.test(node.getText());
}
