import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { scorePrediction } from '../../lib/score/prediction.js';
import { GUIDES } from '../support/guide.js';
import { shared } from '../support/shared.js';

const run = promisify(execFile);
const PYTHON = process.env.KEYCHAIN_PYTHON ?? 'python3';
const hasPython = spawnSync(PYTHON, ['--version']).status === 0;
const pythonTest = hasPython ? test : test.skip;
const unless = hasPython ? '' : ` (skipped: there is no ${PYTHON})`;

interface Case {
  text: string;
  answers: string[];
  /** What `export` says of the row. */
  flaws?: string;
}

/** Gives cases to each face of the reward, as its trainer does. */
const SCRIPT = `
import json, sys, types
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
swift = types.ModuleType("swift")
swift.rewards = types.ModuleType("swift.rewards")
swift.rewards.ORM, swift.rewards.orms = object, {}
sys.modules.update({"swift": swift, "swift.rewards": swift.rewards})
import reward, swift_reward
cases = [json.loads(line) for line in sys.stdin]
texts = [case["text"] for case in cases]
answers = [case["answers"] for case in cases]
flaws = [case.get("flaws", "") for case in cases]
more = {"flaws": flaws, "prompts": None, "solution": None, "trainer_state": None}
talks = [[{"role": "assistant", "content": text}] for text in texts]
print(json.dumps({
    "verl": [
        reward.compute_score("d", solution_str=text, ground_truth=right, extra_info={"flaws": flaw})
        for text, right, flaw in zip(texts, answers, flaws)
    ],
    "trl": reward.keychain_reward(completions=talks, accepted_answers=answers, **more),
    "swift": swift.rewards.orms["keychain"]()(texts, accepted_answers=answers, **more),
}))
`;

/** What the reward says of each case, by trainer. */
async function rewardsOf(cases: readonly Case[]): Promise<Record<string, number[]>> {
  const child = run(PYTHON, ['-c', SCRIPT, GUIDES], { maxBuffer: 1 << 26 });
  child.child.stdin!.end(cases.map(each => `${JSON.stringify(each)}\n`).join(''));
  return JSON.parse((await child).stdout) as Record<string, number[]>;
}

const CASES: Case[] = [
  { text: 'First \\boxed{Rome}, no: \\boxed{The Forth Bridge.}', answers: ['Forth Bridge'] },
  { text: '\\boxed{Forth Bridge} and then \\boxed{never closed', answers: ['Forth Bridge'] },
  { text: '\\boxed{\\text{Port {of} Spain}}', answers: ['port {of} spain'] },
  { text: 'TeX: $\\boxed Oslo$, then \\boxed{Rome}', answers: ['Oslo'] },
  { text: 'TeX: $\\boxed Oslo$, then \\boxed{Rome}', answers: ['Rome'] },
  { text: '\\boxed{3,000\u00a0people}', answers: ['nobody', '3 000 people'] },
  { text: 'The answer is Oslo.', answers: ['Oslo'] },
  { text: '\\boxed{}', answers: ['Oslo'] },
  { text: '\\boxed{“OSLO”\u001f}', answers: ['oslo'] },
  { text: '', answers: ['Oslo'] },
  { text: '\\boxed{anything}', answers: ['?'] },
  { text: '\\boxed{anything}', answers: ['...', 'any thing', 'thing'] },
];

pythonTest(`reward.py says what score --rule loongrl says, to every trainer${unless}`, async t => {
  const file = shared('vectors', 'score.jsonl');
  if (!file) t.log('without the vectors of ../shared, which are not there');
  const vectors = file === undefined ? '' : await readFile(file, 'utf8');
  const cases = [
    ...CASES,
    ...vectors
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Case),
  ];
  const expected = cases.map(({ text, answers }) => scorePrediction(text, answers, 'loongrl'));
  const right = expected.map(({ reward }) => reward as number);
  t.true(right.includes(0) && right.includes(1));
  for (const [trainer, rewards] of Object.entries(await rewardsOf(cases))) {
    t.deepEqual(rewards, right, trainer);
  }
});

const SEVERAL: Case[] = [
  { text: '<think>1 2</think> They are 12 and 7.', answers: ['12', '7'] },
  { text: '<think>7</think> It is 12.', answers: ['12', '7'] },
  { text: '<think>12, 7', answers: ['12', '7'] },
  { text: 'Red\u00a0 FOX, blue hen', answers: ['red fox', 'Blue Hen'] },
  { text: '</think>a</think>b', answers: ['a'] },
  { text: 'anything', answers: [''] },
  { text: 'anything', answers: [] },
  { text: '\\boxed{12}', answers: ['12', '7'] },
];

pythonTest(`of rows that ask for several answers all must be there${unless}`, async t => {
  const flagged = SEVERAL.map(each => ({ ...each, flaws: 'short, any-of-several' }));
  const right = SEVERAL.map(
    ({ text, answers }) => scorePrediction(text, answers, 'all-of').correct,
  );
  t.deepEqual(right, [1, 0, 0, 1, 0, 0, 0, 0]);
  // Among others, as a mixture has them.
  const cases = [...flagged, ...CASES];
  const others = CASES.map(({ text, answers }) => scorePrediction(text, answers, 'loongrl').reward);
  for (const [trainer, rewards] of Object.entries(await rewardsOf(cases))) {
    t.deepEqual(rewards, [...right, ...others], trainer);
  }
});

test('reward.py needs nothing but Python', async t => {
  const source = await readFile(join(GUIDES, 'reward.py'), 'utf8');
  t.notRegex(source, /^\s*(import|from) /m);
});
