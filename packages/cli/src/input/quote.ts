// Control and format characters (reordering, zero width), line separators, halves of surrogate pairs: a hostile file must
// not be able to repaint the terminal or hide text in a message.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text with everything that a terminal would act on or not show written as `\u....`. */
export function printable(text: string): string {
  return text.replace(unprintable, (found) => {
    let escaped = '';
    for (let at = 0; at < found.length; at += 1) {
      escaped += `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}

/** Text of an input as it may stand in a message: in quotes, printable, at most 60 characters. */
export function quote(text: string): string {
  const cut = text.length > 60 ? `${text.slice(0, 60)}...` : text;
  return printable(JSON.stringify(cut));
}
