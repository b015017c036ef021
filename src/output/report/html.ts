import { createHash } from 'node:crypto';
import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { severities, severityRank } from '#core/severity.ts';
import { htmlScript } from './html-script.ts';
import { htmlStyle } from './html-style.ts';
import type { Render } from './report-format.ts';
import { type SeverityCounts, severityText } from './severity-counts.ts';
import { type Summary, summarise, worstFirst } from './summary.ts';
import { count, escapeMarkup, oneLine } from './text.ts';
import { httpUrls, vulnerabilityUrl } from './urls.ts';
import {
  advisoryNote,
  fixText,
  fullDataNote,
  layerText,
  osName,
  placeText,
  stepText,
  targetName,
  waiverNotes,
} from './wording.ts';

/**
 * One page without any outside resource. Its content policy allows exactly its own style and script, by hash: text from an image could
 * not run even if it were not escaped.
 */
export const renderHtml: Render = (report) => {
  const summary = summarise(report);
  const title = `${decisionWords[report.verdict.decision]}: ${targetName(report)}`;
  const policy = `default-src 'none'; style-src '${hashOf(htmlStyle)}'; script-src '${hashOf(htmlScript)}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${text(title)}</title>`,
    `<style>${htmlStyle}</style>`,
    '</head>',
    '<body>',
    '<main>',
    header(report),
    tiles(summary),
    upgrades(report, summary),
    findings(report),
    notes(report),
    layers(report),
    packages(report),
    `<footer>Holdfast ${text(report.holdfast.version)}, ${text(report.scannedAt)}. Policy: ${text(report.policy?.name ?? 'none')}.</footer>`,
    '</main>',
    `<script>${htmlScript}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
};

const decisionWords = { deny: 'Denied', warn: 'Passed with warnings', pass: 'Passed' } as const;

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

function header(report: ScanReport): string {
  const { verdict, image } = report;
  const facts = [
    osName(report),
    image?.platform,
    count(report.packages.length, 'package'),
    image && image.layers.length > 0 ? count(image.layers.length, 'layer') : undefined,
    image?.digest,
  ].filter((fact) => fact !== undefined);
  const note = advisoryNote(report);
  const reasons = verdict.reasons.map(
    ({ decision, rule, message, findings: behind }) =>
      `<li><b class="${decision}">${decision}</b><span><code>${text(rule)}</code> ${text(message, 600)}` +
      `${behind.length > 0 ? ` <span class="dim">(${count(behind.length, 'finding')})</span>` : ''}</span></li>`,
  );
  return [
    `<header><span class="badge ${verdict.decision}">${decisionWords[verdict.decision]}</span>`,
    `<h1>${text(targetName(report))}</h1>`,
    `<ul class="facts">${facts.map((fact) => `<li>${text(fact)}</li>`).join('')}</ul>`,
    ...(report.complete
      ? []
      : ['<p class="note">This report is not complete: something could not be read. See the notes below.</p>']),
    ...(note === undefined ? [] : [`<p class="note">${text(note)} ${text(fullDataNote)}</p>`]),
    reasons.length > 0 ? `<ul class="reasons">${reasons.join('')}</ul>` : '<p>Nothing here is against the policy.</p>',
    '</header>',
  ].join('\n');
}

function tiles({ counts, fixable, waived }: Summary): string {
  const tile = (label: string, values: SeverityCounts, remark?: string): string => {
    const total = severities.reduce((sum, severity) => sum + values[severity], 0);
    const worst = severities.find((severity) => values[severity] > 0);
    return `<div class="tile"><b class="${worst ?? 'dim'}">${total}</b>${label}<br><small class="dim">${text(remark ?? severityText(values))}</small></div>`;
  };
  const fixed = severities.reduce((sum, severity) => sum + fixable[severity], 0);
  return [
    '<h2>Found</h2><div class="tiles">',
    tile('vulnerabilities', counts.vulnerability, `${severityText(counts.vulnerability)}; an upgrade removes ${fixed}`),
    tile('secrets', counts.secret),
    tile('configuration', counts.config),
    tile('licences', counts.licence),
    `<div class="tile"><b class="dim">${waived}</b>waived<br><small class="dim">not counted</small></div>`,
    '</div>',
  ].join('\n');
}

function upgrades(report: ScanReport, { upgrades: all }: Summary): string {
  if (all.length === 0) return '';
  const rows = all.map(
    ({ type, name, packages: members, from, to, counts, exploited, layers: origins, locations, ids }) => {
      const layer = origins[0];
      const step = layer === undefined ? undefined : report.image?.layers[layer]?.createdBy;
      const inside =
        members.length > 1 || members[0] !== name
          ? `<br><small class="dim">${text(members.join(', '), 300)}</small>`
          : '';
      const removes = severities
        .filter((severity) => counts[severity] > 0)
        .map((severity) => `<span class="sev ${severity}">${counts[severity]} ${severity}</span>`)
        .join(', ');
      return (
        `<tr><td><code>${text(name)}</code> <span class="dim">${text(type)}</span>${inside}</td>` +
        `<td><code>${text(from.join(', '), 200)}</code></td><td>${to === undefined ? 'a fixed version' : `<code>${text(to)}</code>`}</td>` +
        `<td title="${text(ids.join(', '), 900)}">${removes}${exploited ? ' <span class="tag critical">exploited</span>' : ''}</td>` +
        `<td>${layer === undefined ? '' : text(layerText(report, layer))}${step === undefined ? '' : `<br><code class="dim">${text(stepText(step), 160)}</code>`}` +
        `${locations.length > 0 && type !== 'deb' && type !== 'rpm' && type !== 'apk' ? `<br><small class="dim">${text(locations.slice(0, 3).join(', '))}${locations.length > 3 ? ` +${locations.length - 3}` : ''}</small>` : ''}</td></tr>`
      );
    },
  );
  return [
    `<h2>Upgrade<small>${count(all.length, 'package')}, most useful first</small></h2>`,
    '<div class="scroll"><table><thead><tr><th>Package</th><th>Installed</th><th>Upgrade to</th><th>Removes</th><th>Brought by</th></tr></thead>',
    `<tbody>${rows.join('\n')}</tbody></table></div>`,
  ].join('\n');
}

function findings(report: ScanReport): string {
  if (report.findings.length === 0) return '';
  const column = (label: string): string => `<th><button type="button">${label}</button></th>`;
  const options = severities.map(
    (severity) =>
      `<option value="${severityRank(severity)}">${severity}${severity === 'critical' ? '' : ' and worse'}</option>`,
  );
  return [
    '<h2>Findings</h2>',
    '<div class="filters" hidden>',
    '<input type="search" id="f-text" placeholder="Filter by id, package, path …" aria-label="Filter">',
    '<select id="f-kind" aria-label="Kind"><option value="">all kinds</option><option value="vulnerability">vulnerabilities</option><option value="secret">secrets</option><option value="config">configuration</option><option value="licence">licences</option></select>',
    `<select id="f-severity" aria-label="Severity"><option value="0">all severities</option>${options.slice(0, -1).join('')}</select>`,
    '<label><input type="checkbox" id="f-fixable"> with a fix</label>',
    '<label><input type="checkbox" id="f-waived" checked> waived</label>',
    '<span class="dim" id="f-shown"></span></div>',
    `<div class="scroll"><table id="findings"><thead><tr>${['Severity', 'Finding', 'Where', 'What to do'].map(column).join('')}</tr></thead>`,
    `<tbody>${worstFirst(report.findings)
      .map((finding) => findingRow(finding, report))
      .join('\n')}</tbody></table></div>`,
  ].join('\n');
}

function findingRow(finding: Finding, report: ScanReport): string {
  const { id, kind, severity, title, package: found, fix, kev, waived } = finding;
  const url = vulnerabilityUrl(finding);
  const name = url === undefined ? text(id) : `<a href="${escapeMarkup(url)}" rel="noreferrer">${text(id)}</a>`;
  const fixable = fix?.state === 'fixed' && !waived;
  const todo = waived
    ? `<span class="tag">waived</span> ${text(waived.reason)} <span class="dim">(${text(waived.by)}${waived.expires === undefined ? '' : `, until ${text(waived.expires)}`})</span>`
    : text(fixText(finding) ?? '');
  return (
    `<tr${waived ? ' class="waived"' : ''} data-kind="${kind}" data-rank="${severityRank(severity)}" data-fixable="${fixable ? 1 : 0}" data-waived="${waived ? 1 : 0}">` +
    `<td data-sort="${5 - severityRank(severity)}"><span class="sev ${severity}">${severity}</span></td>` +
    `<td data-sort="${text(id)}"><b>${name}</b>${kev ? ' <span class="tag critical">exploited</span>' : ''}<br>${text(title)}${evidenceOf(finding, report)}</td>` +
    `<td>${found ? `<code>${text(found.name)}</code> <code class="dim">${text(found.version)}</code><br>` : ''}<code class="dim">${text(placeText(finding))}</code></td>` +
    `<td>${todo}</td></tr>`
  );
}

function evidenceOf(finding: Finding, report: ScanReport): string {
  const { evidence, aliases, severitySource, cvss, epss, kev, published, references, package: found } = finding;
  const urls = httpUrls(references ?? []);
  const facts: [string, string | undefined][] = [
    ['Also known as', aliases.length > 0 ? text(aliases.join(', ')) : undefined],
    ['purl', found && `<code>${text(found.purl, 500)}</code>`],
    ['Severity by', severitySource === undefined ? undefined : text(severitySource)],
    ['CVSS', cvss && `${cvss.score} <code>${text(cvss.vector)}</code>`],
    [
      'EPSS',
      epss && `${(epss.score * 100).toFixed(1)} % within 30 days, above ${(epss.percentile * 100).toFixed(0)} % of all`,
    ],
    ['Known exploited', kev && `since ${text(kev.added)}${kev.ransomware ? ', by ransomware' : ''}`],
    ['Published', published === undefined ? undefined : text(published.slice(0, 10))],
    ['Secret', evidence.redacted === undefined ? undefined : `<code>${text(evidence.redacted)}</code>`],
    ['Layer', evidence.layer === undefined ? undefined : text(layerText(report, evidence.layer))],
    ['Build step', evidence.step === undefined ? undefined : `<code>${text(stepText(evidence.step))}</code>`],
    ['Deleted later', evidence.deletedInLaterLayer === true ? 'yes, and still in the image' : undefined],
    [
      'Advisory',
      evidence.advisory === undefined
        ? undefined
        : text(`${evidence.advisory}${evidence.source === undefined ? '' : ` by ${evidence.source}`}`),
    ],
    [
      'Compared as',
      evidence.matchedName === undefined
        ? undefined
        : `<code>${text(`${evidence.matchedName} ${evidence.matchedVersion ?? ''}`)}</code>`,
    ],
    ['Range', evidence.range === undefined ? undefined : `<code>${text(evidence.range)}</code>`],
    ['Comparison', evidence.comparison === undefined ? undefined : `<code>${text(evidence.comparison)}</code>`],
    [
      'Links',
      urls.length > 0
        ? urls.map((url) => `<a href="${escapeMarkup(url)}" rel="noreferrer">${text(url, 120)}</a>`).join('<br>')
        : undefined,
    ],
    ['Fingerprint', `<code>${text(finding.fingerprint)}</code>`],
  ];
  const list = facts
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`);
  return `<details class="more"><summary>evidence</summary><dl>${list.join('')}</dl></details>`;
}

function notes(report: ScanReport): string {
  const items = [
    ...(report.advisories.notCovered.length > 0
      ? [`No vulnerability data at all for: ${text(report.advisories.notCovered.join(', '))}.`]
      : []),
    ...(report.os?.endOfLife === undefined
      ? []
      : [`${text(osName(report) ?? '')}: security support until ${text(report.os.endOfLife)}.`]),
    ...waiverNotes(report).map(
      ({ label, names }) => `${label}: ${names.map((name) => `<code>${text(name)}</code>`).join(', ')}`,
    ),
    ...report.issues.map(
      ({ level, code, message, where, hint }) =>
        `<b class="${level === 'error' ? 'deny' : 'warn'}">${level === 'error' ? 'could not' : 'warning'}</b> ` +
        `${where === undefined ? '' : `<code>${text(where)}</code>: `}${text(message)} <code class="dim">${text(code)}</code>${hint === undefined ? '' : `<br><span class="dim">${text(hint)}</span>`}`,
    ),
  ];
  if (items.length === 0) return '';
  return `<h2>Not covered, and notes</h2><ul>${items.map((item) => `<li>${item}</li>`).join('\n')}</ul>`;
}

function layers({ image, findings: all }: ScanReport): string {
  if (!image || image.layers.length === 0) return '';
  const rows = image.layers.map(({ index, createdBy, diffId, size, fromBase }) => {
    const here = all.filter(({ evidence, waived }) => evidence.layer === index && !waived).length;
    return (
      `<tr><td class="num">${index + 1}</td><td><code>${text(createdBy === undefined ? 'unknown' : stepText(createdBy))}</code>${fromBase === true ? ' <span class="tag">base image</span>' : ''}` +
      `<br><code class="dim">${text(diffId ?? '')}</code></td><td class="num">${size === undefined ? '' : `${(size / 1e6).toFixed(1)} MB`}</td><td class="num">${here}</td></tr>`
    );
  });
  return fold(
    `Layers <small class="dim">${image.layers.length}</small>`,
    `<table><thead><tr><th class="num"></th><th>Build step</th><th class="num">Size</th><th class="num">Findings</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
  );
}

function packages(report: ScanReport): string {
  if (report.packages.length === 0) return '';
  const rows = report.packages.map(
    ({ type, name, version, licenses, locations, layer, ownedBy }) =>
      `<tr><td>${text(type)}</td><td><code>${text(name)}</code>${ownedBy === undefined ? '' : ' <span class="tag">part of a system package</span>'}</td><td><code>${text(version)}</code></td>` +
      `<td>${text((licenses ?? []).join(', '), 200)}</td><td><code class="dim">${text(locations.slice(0, 2).join(', '))}${locations.length > 2 ? ` +${locations.length - 2}` : ''}</code></td><td class="num">${layer === undefined ? '' : layer + 1}</td></tr>`,
  );
  return fold(
    `Packages <small class="dim">${report.packages.length}</small>`,
    `<table><thead><tr><th>Type</th><th>Name</th><th>Version</th><th>Licence</th><th>Where</th><th class="num">Layer</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
  );
}

function fold(summary: string, body: string): string {
  return `<section class="fold"><details><summary>${summary}</summary><div class="scroll">${body}</div></details></section>`;
}

function text(value: string, limit?: number): string {
  return escapeMarkup(oneLine(value, limit));
}
