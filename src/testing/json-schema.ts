import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Schema = Record<string, unknown>;

/** Gives the first few faults of a document, each with its place; empty where it is valid. */
export type Validate = (document: unknown) => string[];

/** Validator of the draft that the schema names. Draft 4 is read as draft 7, which differs in nothing that our schemas use but `id`. */
export function schemaValidator(schema: Schema): Validate {
  const draft = String(schema.$schema ?? '');
  const readable = draft.includes('draft-04') ? draft7(schema) : schema;
  const Draft = draft.includes('2020-12') ? Ajv2020 : draft.includes('2019-09') ? Ajv2019 : Ajv;
  const ajv = new Draft({ allErrors: false, strict: false, validateFormats: true });
  // CommonJS: types and bundlers disagree on where the function is; Node gives it as the default export.
  (addFormats as unknown as (ajv: unknown) => void)(ajv);
  ajv.addFormat('iri', (text: string) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text));
  const validate = ajv.compile(readable);
  return (document) => {
    if (validate(document)) return [];
    return (validate.errors ?? [])
      .slice(0, 5)
      .map(({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`);
  };
}

export function readSchema(path: string): Schema {
  return JSON.parse(readFileSync(path, 'utf8')) as Schema;
}

/** Official schemas that the repository does not carry: `$HOLDFAST_SCHEMAS` or `../shared/schemas`. Undefined where absent. */
export function officialSchema(file: string): string | undefined {
  return [process.env.HOLDFAST_SCHEMAS, resolve(import.meta.dirname, '../../../shared/schemas')]
    .filter((folder) => folder !== undefined)
    .map((folder) => resolve(folder, file))
    .find((path) => existsSync(path));
}

function draft7(schema: Schema): Schema {
  const copy: Record<string, unknown> = { ...schema, $schema: 'http://json-schema.org/draft-07/schema#' };
  delete copy.id;
  return copy;
}
