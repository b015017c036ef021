import type { ScanReport } from '#core/scan-report.ts';

export interface RenderOptions {
  /** Columns of the terminal; formats for machines ignore it. */
  readonly width?: number;
  /** ANSI colours; only `table` has them. */
  readonly colour?: boolean;
  /** Every finding, where a format shows only what matters first. */
  readonly full?: boolean;
  /** The Dockerfile that built the image: findings then point at its lines. `path` is relative to the repository's root. */
  readonly dockerfile?: { readonly path: string; readonly text: string };
}

/** The whole document, with a line feed at its end. A pure function of its arguments; never throws for what a target contains. */
export type Render = (report: ScanReport, options: RenderOptions) => string;

/** One row of the registry index.ts. The code of a format is loaded when it is asked for. */
export interface ReportFormat {
  /** As on the command line: `--format sarif`. */
  readonly id: string;
  /** One line for help and docs. */
  readonly describes: string;
  /** Without the dot. */
  readonly extension: string;
  readonly mediaType: string;
  readonly load: () => Promise<Render>;
}
