import { promptValues } from '../view/prompt.js';
import { squeeze } from '../view/squeeze.js';
import type { View } from '../view/view.js';

/** The template can be filled from the sample, and the context is flat where it was asked to be. */
export function checkTemplate(view: View): string[] {
  const { template, remove_newline_tab } = view.sample.meta;
  const findings: string[] = [];
  if (!template.includes('{context}')) findings.push('meta.template has no {context}');
  for (const [name, value] of Object.entries(promptValues(view))) {
    if (value === undefined && template.includes(`{${name}}`)) {
      findings.push(`meta.template asks for {${name}}, which the sample does not have`);
    }
  }
  if (remove_newline_tab && view.context !== squeeze(view.context)) {
    findings.push('meta.remove_newline_tab is true, but the context has white space to squeeze');
  }
  return findings;
}
