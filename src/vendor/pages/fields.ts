/** Form fields with their labels, hints and errors, and what is read from them. */
import { z } from 'zod';
import { describeError, type ErrorCode, SeatkeeperError } from '../../contract/errors.ts';
import { type Html, html } from './html.ts';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | Html;
  readonly type?: 'text' | 'email' | 'number';
  /** HTML's autocomplete token. */
  readonly complete?: string;
  /** Order and Reference IDs are set in a fixed-width type. */
  readonly code?: boolean;
  readonly required?: boolean;
  readonly min?: number;
  readonly maxLength?: number;
}

/** What was typed, by field name. */
export type Form = Readonly<Record<string, string>>;

/** Everything that a form or a query string holds; a name given twice counts once. */
export const formSchema = z
  .record(z.string().max(100), z.string().max(1000).catch(''))
  .catch({})
  .transform((fields): Form => Object.assign(Object.create(null), fields));

export const typed = (form: Form, name: string): string => (form[name] ?? '').trim();

/** The field that an error belongs to; undefined: to none in particular. */
const FIELD_OF: Partial<Record<ErrorCode, string>> = {
  ORDER_ID_MISSPELLED: 'order',
  ORDER_UNKNOWN: 'order',
  ORDER_NOT_AUTHORIZED: 'order',
  ORDER_SUPERSEDED: 'order',
  LICENSE_BLOCKED: 'order',
  LICENSE_EXPIRED: 'order',
  LICENSE_PREVIOUS_REQUIRED: 'order',
  REFERENCE_ID_MISSPELLED: 'reference',
  MACHINE_UNIDENTIFIABLE: 'reference',
  ACTIVATIONS_EXCEEDED: 'reference',
  ACTIVATION_NOT_FOUND: 'reference',
  ORDER_PROOF_REQUIRED: 'email',
};

/** An error of a field that no code of the catalogue is about. */
export class FieldError extends SeatkeeperError {
  readonly field: string;
  constructor(field: string, detail: string) {
    super('INPUT_INVALID', { detail });
    this.field = field;
  }
}

export const fieldOf = (error: SeatkeeperError | undefined): string | undefined =>
  error instanceof FieldError ? error.field : error && FIELD_OF[error.code];

function errorText(field: Field, error: SeatkeeperError | undefined): string | undefined {
  if (!error || fieldOf(error) !== field.name) return undefined;
  if (error instanceof FieldError) return String(error.params.detail);
  const { message, next } = describeError(error.code, error.params);
  return `${message} ${next}`;
}

const attribute = (name: string, value: string | number | undefined): Html =>
  value === undefined || value === '' ? html`` : html` ${name}="${value}"`;

export function field(definition: Field, form: Form, error?: SeatkeeperError): Html {
  const { name, label, hint, type = 'text', complete = 'off', code, required, min, maxLength = 200 } = definition;
  const problem = errorText(definition, error);
  const described = [hint && `${name}-hint`, problem && `${name}-error`].filter(Boolean).join(' ');
  return html`<div class="field">
<label for="${name}">${label}</label>
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
<input id="${name}" name="${name}" type="${type}" value="${form[name] ?? ''}" autocomplete="${complete}" maxlength="${maxLength}"${
    code ? html` class="code" spellcheck="false" autocapitalize="characters"` : ''
  }${attribute('min', min)}${required ? html` required` : ''}${attribute('aria-describedby', described)}${
    problem === undefined ? '' : html` aria-invalid="true"`
  }>
${problem !== undefined && html`<p class="error" id="${name}-error">${problem}</p>`}
</div>`;
}

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

export const ORDER_FIELD: Field = {
  name: 'order',
  label: 'Order ID',
  hint: 'As in your confirmation mail, like 7K3Q-9XWD-4MHE.',
  code: true,
  required: true,
  maxLength: 64,
};
export const REFERENCE_FIELD: Field = {
  name: 'reference',
  label: 'Reference ID',
  hint: 'Shown in Help > License…; the button beside it copies it.',
  code: true,
  maxLength: 128,
};
export const EMAIL_FIELD: Field = {
  name: 'email',
  label: 'License holder’s e-mail',
  type: 'email',
  complete: 'email',
  maxLength: 254,
};

/** Order ID with one of two proofs. */
export const proofFields = (form: Form, error?: SeatkeeperError): Html => html`
${field(ORDER_FIELD, form, error)}
<p>To show that the order is yours, give one of these:</p>
${field({ ...REFERENCE_FIELD, label: 'Reference ID of a computer on which it is active' }, form, error)}
${field({ ...EMAIL_FIELD, hint: 'Or the e-mail address in the order.' }, form, error)}`;
