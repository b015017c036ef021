/**
 * Values that stand where a secret would be: variables, templates, masks, words that say "fill me in", and runs that nobody's generator
 * makes. Such a value is never reported.
 */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  if (text.length < 3) return true;
  if (isTemplate(text) || isMask(text)) return true;
  const lower = text.toLowerCase();
  if (exactWords.has(lower.replaceAll(/[^a-z]/g, ''))) return true;
  if (tellingWords.some((word) => lower.includes(word))) return true;
  return hasRun(text);
}

/** `${VAR}`, `$VAR`, `$(cmd)`, `{{ x }}`, `<token>`, `%VAR%`, `__TOKEN__`, `@token@`, `[token]`, and expressions of code. */
function isTemplate(text: string): boolean {
  if (/\$\{|\$\(|\{\{|<%|%\(|#\{|\}\}/.test(text)) return true;
  if (
    /^(?:\$[A-Za-z_][A-Za-z0-9_]*$|\$\d$|%[A-Za-z_]+%$|%s$|%v$|__[A-Za-z_]+__$|@[A-Za-z_.-]+@$|\[[^\]]*\]$|\{[^}]*\}$|!ENV |!vault|!secret |&\w+;)/.test(
      text,
    )
  )
    return true;
  if (/^<[^>]*>?$/.test(text)) return true;
  return /^(?:process\.env|os\.(?:environ|getenv)|env[.([]|ENV\[|getenv\(|System\.getenv|config[.([]|settings\.|vars?\.|secrets?\.|local\.|data\.|var\.|ref\+|vault:|ssm:|arn:aws:|op:\/\/|file:\/\/|projects\/)/.test(
    text,
  );
}

/** `****`, `xxxx`, `....`, `----`, one character repeated, or a value whose visible part is a mask. */
function isMask(text: string): boolean {
  if (/^(.)\1*$/.test(text)) return true;
  return /\*{3}|x{6}|X{6}|\.{3}|•|…|_{5}|-{6}|0{10}/.test(text);
}

const exactWords = new Set(
  (
    'password passwd pass pwd passphrase secret secrets token apikey accesskey secretkey privatekey key credential credentials auth none null nil ' +
    'undefined true false yes no on off empty blank unset default test tests testing tester dummy fake mock sample demo string text value str username ' +
    'user foo bar baz foobar foobarbaz abc abcd abcdef qwerty passw mypassword mypass mysecret mytoken mykey thepassword yourpassword yoursecret ' +
    'somepassword somesecret sometoken anypassword userpassword testpassword testpass testtoken testsecret testkey password required optional todo tbd na ' +
    'hidden masked encrypted hashed bearer basic digest required object function boolean number random generated supersecret topsecret verysecret ' +
    'proxypass repopwd anoncvs anonymous guest secretpassword secrettoken secretvalue passwordhere tokenhere keyhere here literal env vault file stdin prompt'
  ).split(' '),
);

const tellingWords = [
  'example',
  'changeme',
  'change-me',
  'change_me',
  'change this',
  'changethis',
  'change-this',
  'change_this',
  'replaceme',
  'replace-me',
  'replace_me',
  'replace_with',
  'replace-with',
  'placeholder',
  'insert_',
  'insert-',
  'your_',
  'your-',
  'your ',
  'yourtoken',
  'yourkey',
  'yourapi',
  'yourpass',
  'yoursecret',
  'my_secret',
  'my-secret',
  'redacted',
  'removed',
  'not_a_real',
  'not-a-real',
  'notreal',
  'not_secret',
  'not-secret',
  'notsecret',
  'dummy',
  'sample',
  'fixme',
  'lorem',
  'ipsum',
  'goes-here',
  'goes_here',
  'gohere',
  'goeshere',
  'secret_here',
  'deadbeef',
  'cafebabe',
  'foobar',
];

const ladders = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', '9876543210'];

/** Eight characters of a keyboard or counting ladder, or one short group repeated over and over. */
function hasRun(text: string): boolean {
  return text.length >= 12 && (ladderCharacters(text) >= 8 || isRepetitive(text));
}

/**
 * The same question for a token whose format is already proved: only what makes up most of it counts, since tokens hold running numbers
 * (Slack's team ids) and random text holds any short word.
 */
export function isFakeToken(token: string): boolean {
  const lower = token.toLowerCase();
  if (isMask(token) || isRepetitive(token)) return true;
  if (tellingWords.some((word) => lower.includes(word))) return true;
  return ladderCharacters(token) > token.length * 0.55;
}

function isRepetitive(text: string): boolean {
  const lower = text.toLowerCase();
  return /(.)\1{7}/.test(lower) || /(.{2,5})\1{4}/.test(lower);
}

/** How many characters lie in runs of at least eight that a ladder holds. */
function ladderCharacters(text: string): number {
  const lower = text.toLowerCase();
  let covered = 0;
  for (let at = 0; at + 8 <= lower.length; ) {
    const run = ladderRun(lower, at);
    covered += run;
    at += run || 1;
  }
  return covered;
}

function ladderRun(text: string, at: number): number {
  for (const ladder of ladders) {
    let from = ladder.indexOf(text.slice(at, at + 8));
    if (from < 0) continue;
    let length = 0;
    while (at + length < text.length && from < ladder.length && text[at + length] === ladder[from]) {
      length++;
      from++;
    }
    return length;
  }
  return 0;
}
