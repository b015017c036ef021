/**
 * A path against the directory it starts from: `.` and `..` resolved, double slashes and a slash at the end dropped, as text (links are not
 * known). An absolute path stands alone; '' stays ''. The directory is taken as it is, with its slash at the end.
 */
export function joinPath(directory: string, path: string): string {
  if (path === '') return '';
  const base = path.charCodeAt(0) === slash ? '' : directory;
  return isPlain(path) ? base + path : normalise(base, path);
}

const slash = 47;
const dot = 46;

function isPlain(path: string): boolean {
  const last = path.length - 1;
  return (
    path.charCodeAt(0) !== dot &&
    (last === 0 || path.charCodeAt(last) !== slash) &&
    !path.includes('//') &&
    !path.includes('/.')
  );
}

function normalise(base: string, path: string): string {
  let out = base;
  let at = 0;
  while (at < path.length) {
    const end = path.indexOf('/', at);
    const stop = end < 0 ? path.length : end;
    const fresh = out === '' || out.endsWith('/');
    const name = path.slice(at, stop);
    at = end < 0 ? stop : stop + 1;
    if (fresh && name === '..') out = parentOf(out);
    else if (!fresh || name !== '.') {
      out += name;
      // A slash follows a name; the first one of an absolute path stands alone. After `..` has eaten all of the base, none is put back.
      if (end >= 0 && !out.endsWith('/') && (out !== '' || base === '')) out += '/';
    }
  }
  return out.length > 1 && out.endsWith('/') ? out.slice(0, -1) : out;
}

/** Up to the slash before the last name; '/' and '' stay. */
function parentOf(path: string): string {
  if (path.length <= 1) return path;
  return path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
}
