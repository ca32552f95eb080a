import { execFileSync } from 'node:child_process';

/** Renders chat templates as `transformers` does: with Jinja itself, in Python. */
const RENDER = `
import json, sys
from jinja2.sandbox import ImmutableSandboxedEnvironment
asked = json.load(sys.stdin)
environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
template = environment.from_string(asked.pop("template"))
json.dump([template.render(messages=messages, **asked["values"]) for messages in asked["conversations"]], sys.stdout)
`;

/** A Python that has Jinja, where `python3` has not. */
const PYTHON = process.env.KEYCHAIN_PYTHON ?? 'python3';

/** Said where nothing can be held against Jinja. */
export const NO_JINJA = `not tested with Jinja: ${PYTHON}, or KEYCHAIN_PYTHON, has none`;

export function hasJinja(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import jinja2'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Conversations as a template renders them. */
export function renderWithJinja(
  template: string,
  values: Readonly<Record<string, unknown>>,
  conversations: readonly unknown[],
): string[] {
  const input = JSON.stringify({ template, values, conversations });
  const rendered = execFileSync(PYTHON, ['-c', RENDER], { input, maxBuffer: 1 << 28 });
  return JSON.parse(rendered.toString()) as string[];
}
