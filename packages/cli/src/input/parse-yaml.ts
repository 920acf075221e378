import { Composer, Lexer, Parser, Schema } from 'yaml';
import type { Limits } from './limits.ts';
import { lineInPiece, type Piece } from './lines.ts';
import { offsetAt } from './offsets.ts';
import { type Finding, isBelow, type Parsed } from './problem.ts';
import { quote } from './quote.ts';
import { YamlRefusal } from './yaml-refusal.ts';
import { explainSyntaxError } from './yaml-syntax-error.ts';
import { readYamlTree, type YamlFlaw } from './yaml-value.ts';

// One schema for all: the library would build one a document. Failsafe, since readYamlTree gives the scalars their
// meaning; and it finds repeated keys, for which the library compares every key with every other.
const schema = new Schema({ schema: 'failsafe' });
const options = { schema, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' } as const;

/** A parsed piece, or why there is none: a whole refusal. */
export type YamlResult = { readonly parsed: Parsed } | { readonly refusal: YamlRefusal };

/**
 * Parses a piece of text that is one YAML document. Its syntax tree is gone when this returns; where each value stood is
 * kept as a list of numbers.
 */
export function parseYaml(piece: Piece, limits: Limits): YamlResult {
  const text = piece.text.slice(piece.start, piece.end);
  try {
    checkCharacters(text);
    const [document, ...more] = new Composer(options).compose(parseTokens(text, limits), true, text.length);
    const error = [...(document?.errors ?? []), ...more.flatMap((other) => other.errors)];
    if (error.length > 0) return { refusal: explainSyntaxError(text, error) };
    const { value, offsets, flaws } = readYamlTree(document?.contents, limits);
    const finding = (flaw: YamlFlaw): Finding => ({ ...flaw, line: lineInPiece(piece, flaw.offset) });
    return {
      parsed: {
        value,
        findingsBelow: (path) => flaws.filter((flaw) => isBelow(flaw.path, path)).map(finding),
        findingsElsewhere: (paths) =>
          flaws.filter((flaw) => !paths.some((path) => isBelow(flaw.path, path))).map(finding),
        lineAt: (path) => lineInPiece(piece, offsetAt(value, offsets, path)),
      },
    };
  } catch (error) {
    if (error instanceof YamlRefusal) return { refusal: error };
    throw error;
  }
}

// What YAML does not allow, and what YAML 1.1 (and so oc) takes for a line break and 1.2 does not.
const forbidden = /(?![\t\n\r])[\p{Cc}\u2028\u2029\ufffe\uffff]/u;

function checkCharacters(text: string): void {
  const found = forbidden.exec(text);
  if (found === null) return;
  const message = `the character ${quote(found[0])} must not stand in YAML as it is`;
  throw new YamlRefusal('YamlInvalid', found.index, message, 'write it as an escape in double quotes, or take it out');
}

/**
 * The tokens of a text. The library's lexer and parser keep a stack of their own, so depth is counted here, before the
 * composer, which calls itself for every level, gets to see any of it.
 */
function* parseTokens(text: string, limits: Limits): ReturnType<Parser['parse']> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    // Besides one entry a level there are the document and the scalar; a list item's own level is not the object's.
    if (parser.stack.length > limits.depth + 3) {
      const hint = 'no Kubernetes object looks like this; take the document out';
      const message = `lists and maps are nested more than ${limits.depth} deep`;
      throw new YamlRefusal('TooDeep', parser.offset, message, hint);
    }
  }
  yield* parser.end();
}
