/** Letters of the C locale only, as the ecosystem compares them: other alphabets keep their case. */
export function asciiLower(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function asciiUpper(text: string): string {
  return isAscii(text) ? text.toUpperCase() : text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
