import { fields } from '#runtime/rules/fields/index.ts';
import { type JsonValue, jsonText } from '#runtime/rules/output/json-text.ts';
import { maxOutputText, maxOutputWidth, parseOutput } from '#runtime/rules/output/parse-output.ts';
import { mutateText, nastyTokens } from '#testing/fuzz.ts';
import { showScene } from '../detect/scene.ts';
import { below, type FuzzTarget, pick, promise, type Random } from '../target.ts';

const seeds = [
  '%evt.num %evt.time (%proc.name:%proc.pid) %evt.type %evt.args',
  '*%20proc.name|%toupper(proc.cmdline)|%proc.aname[2]|%proc.env[A]|%evt.arg.flags|%evt.arg[0]|%evt.rawarg.res',
  'Shell in a container | user=%user.name ids=%container.id image=%container.image.repository k8s=%k8s.ns.name fd=%fd.name %fd.types',
  '%basename(fd.name) %len(proc.args) %b64(evt.buffer) %join(",", proc.args) %concat(proc.name, "-", fd.num) %thread.cgroup.cpuset',
  '%container.mounts %container.mount[/data] %container.mount.source[0] %container.label[app] %container.labels %evt.info %evt.res',
  '%proc.args[0] %getopt((proc.args, "-c"), "c:")[c] %fs.path.name %fdlist.names %evt.abspath.dst %evt.datetime %container.start_ts',
];
const names = [...fields.keys()];
const pieces = [
  ...['%', '%%', '*%', '[', ']', '(', ')', '%4096', '%4097', '%99999999999999', '%0', '\\', '"', ',', ' ', '.'],
  ...[
    '[0]',
    '[-1]',
    '[99999999999]',
    '[]',
    '[a]',
    '["x"]',
    '.x',
    'tolower(',
    'val(',
    'len(',
    'join(',
    '%evt.arg[',
    '%evt.arg.',
  ],
  ...nastyTokens.map((token) => token.slice(0, 400)),
];

export const runtimeOutputTargets: readonly FuzzTarget[] = [
  {
    id: 'runtime/outputs',
    weight: 1.5,
    seeds: () => seeds.map((text) => Buffer.from(text)),
    make: (seed, random) => (random() < 0.7 ? mutateOutput(seed, random) : mutateText(seed, random)),
    run: output,
  },
];

async function output(input: Buffer): Promise<unknown> {
  const text = input.toString('utf8');
  const parsed = parseOutput(text, fields);
  if (!parsed.ok) return { issues: [parsed.issue] };
  const { value } = parsed;
  promise(text.length <= maxOutputText, `an output of ${text.length} characters is taken`);
  let longest = 0;
  await showScene((event) => {
    const values = value.read(event);
    const shown = value.text(event, values, true);
    promise(typeof shown === 'string', 'a lenient output without text');
    value.text(event, values);
    const json: Record<string, JsonValue> = {};
    value.fields(json, event, values);
    JSON.parse(jsonText(json));
    longest = Math.max(longest, shown!.length);
  });
  promise(
    longest <= maxOutputWidth * (value.operands.length + 1) * 16 + 4 * text.length,
    `${longest} characters of text`,
  );
  return { fields: value.fieldNames.length, longest };
}

function mutateOutput(seed: Buffer, random: Random): Buffer {
  let text = seed.toString('utf8');
  for (let edits = 1 + below(4, random); edits > 0; edits -= 1) {
    const at = below(text.length + 1, random);
    const before = text.slice(0, at);
    const after = text.slice(at);
    switch (below(4, random)) {
      case 0:
        text = before + after.replace(/[a-z]+\.[a-z_.]+/, () => pick(names, random));
        break;
      case 1:
        text = `${before} %${pick(names, random)}${after}`;
        break;
      case 2:
        text = before + after.replace(/\[[^\]]*\]|\([^)]*\)/, () => pick(pieces, random));
        break;
      default:
        text = before + pick(pieces, random) + after;
    }
  }
  return Buffer.from(text);
}
