/** What a reader should know before the lists. */
export const HEAD = `# Commands and settings

<!-- Written by \`npm run generate\` from lib/settings/table.ts and bin/commands: change those. -->

\`keychain-pipe COMMAND [INPUT...] [OPTION...]\`; in a clone, \`bin/pipe\` is the same program.
\`COMMAND --help\` shows a command's options in groups, \`COMMAND --help GROUP\` one group.

**Options** are \`--name value\` or \`--name=value\`; underscores are taken for hyphens. A switch is
turned off with \`--no-name\` or \`--name=false\`. An option that may be repeated collects its values.

**Configs.** \`--config FILE\` reads settings from YAML or JSON, by the same names, and
\`keychain-pipe run FILE\` runs the command that the file names:

\`\`\`yaml
# run.yaml
command: keychain
dataset: hotpot_train_v1.1.json
max-seq-length: [4k, 32k]
chains: 4-per-1024
shuffle-qa: true
save-dir: out
\`\`\`

A value means what it means as an option. Paths are relative to the working directory, as they are
on the command line. A mistake is told with file, line and column, what is allowed and the nearest
name. Editors find the schema as \`keychain-pipeline/schemas/config.json\`.

The command line wins over the config, the config over a preset, a preset over the defaults.

**Manifests.** Beside each output stands a \`.manifest.json\`. \`keychain-pipe run\` of it makes the
same file again and says whether lines and bytes agree. Inputs are found where they were, or, where
they have moved, among \`--input FILE\`, by their SHA-256. The file goes to \`--save-dir\`, or beside the
manifest if it is not there; else it is compared and removed. Options given beside the manifest win.

**Completion.** \`source <(keychain-pipe completion bash)\`, \`zsh\` likewise,
\`keychain-pipe completion fish | source\`: commands, options, their words, groups of help, files.

**Model runs** keep the heap small, which has to be decided before anything is loaded; \`keychain-pipe\`
looks for \`llm-url\` in its options, and in the text of the config or manifest that they name.

**Progress** is on stderr: bars where a whole is known, counters where not, plain lines where stderr
is no terminal, JSON lines under \`--json\` (events \`step\`, \`progress\`, \`warning\`, \`reject\`, \`rejects\`
and, last, \`summary\`, which \`report\` takes), nothing but errors under \`--quiet\`.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | failed |
| 2 | wrong usage |
| 3 | done, but some input records were rejected (\`--allow-rejects\` makes that 0) |
| 4 | \`status\`: not done yet, and nothing has failed or stopped |
| 130 | interrupted: work so far is kept, the same command goes on |`;
