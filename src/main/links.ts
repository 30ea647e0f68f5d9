/** Only web pages leave the console: no file:, no mailto:, no program's own scheme (DESIGN 6). */
const MAX_LENGTH = 4096;

/** The address to hand to the system's browser, or undefined. */
export function webLink(text: string): string | undefined {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url.href : undefined;
}
