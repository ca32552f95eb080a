/** A record of each foreign kind, by the kind's title. */
export const EXAMPLES: Readonly<Record<string, object[]>> = {
  'a sample of this program': [
    {
      id: 'hotpotqa/q0/2048',
      input: 'Where?',
      answers: ['here'],
      context: 'Document 0:',
      meta: { prompt_tokens: 9, passages: [] },
    },
    // Between two stages.
    { id: 'q0', input: 'Where?', passages: [{ id: 'a', title: 't' }], meta: { prompt_tokens: 9 } },
  ],
  'a manifest of this program': [{ plan: {}, plan_sha256: 'ab', inputs: [] }],
  'a reject of this program': [
    { file: 'f', record: 0, offset: 0, code: 'NO_ANSWER', message: 'none', id: 'q' },
  ],
  'a whole table, column by column': [
    { _id: ['a'], question: ['Where?'], answer: ['here'], context: [[['Harnby', ['A town.']]]] },
    { id: { 0: 'a' }, question: { 0: 'Where?' }, paragraphs: { 0: [{ title: 'Harnby' }] } },
    { id: ['a'], question: ['Where?'], answers: [['here']], passages: [[]] },
    { id: ['s'], title: ['T'], context: ['A town.'], question: ['Where?'], answers: [{}] },
  ],
  "a page of the Hub's viewer": [
    { features: [], rows: [{ row_idx: 0, row: { id: 'a', question: 'Where?' } }], partial: false },
  ],
  'an object with the splits of a dataset': [
    { train: [{ id: 'a', question: 'Where?' }], validation: [] },
    { dev: [{ id: 'a', question: 'Where?' }] },
  ],
  "a sample of the reference's scripts": [
    {
      index: 0,
      input: 'Where?',
      answers: ['here'],
      context: 'Document 1:',
      distractor_context: 'Document 1:',
      chain_head_with_question: 'ab',
      distract_questions: [],
      length: 900,
    },
  ],
  "a trainer's row (verl)": [
    {
      data_source: 'x',
      prompt: [{ role: 'user', content: 'Where?' }],
      ability: 'qa',
      reward_model: { style: 'rule', ground_truth: ['here'] },
      extra_info: { question: 'Where?' },
    },
  ],
  'a LongBench v2 record': [
    { _id: '1', domain: 'd', question: 'Which?', choice_A: 'a', answer: 'A', context: 'Long.' },
  ],
  'a LongBench record': [
    {
      input: 'Where?',
      context: 'Passage 1:\nHarnby',
      answers: ['here'],
      length: 900,
      dataset: 'hotpotqa',
      language: 'en',
      all_classes: null,
      _id: 'ab',
    },
  ],
  'an InfiniteBench record': [
    { id: 1, context: 'Long.', input: 'Where?', answer: ['here'], options: [] },
  ],
  'a BABILong record': [{ input: 'Long.', question: 'Where?', target: 'here' }],
  'an L-Eval record': [
    {
      instructions: ['Where?'],
      input: 'Long.',
      outputs: ['here'],
      source: 's',
      evaluation: 'exam',
    },
  ],
  'a LooGLE record': [
    { context: 'Long.', question: 'Where?', answer: 'x', evidence: ['y'], title: 't', doc_id: '1' },
    { input: 'Long.', title: 't', qa_pairs: "[{'Q': 'Where?'}]", output: 'none' },
  ],
  'a SCROLLS record': [
    { id: '1', pid: '1_0', input: 'Long.', output: 'here' },
    { id: '1', pid: '1_0', input: 'Long.', output: null },
  ],
  'a NarrativeQA record': [
    { document: { id: 'd', text: 'Long.' }, question: { text: 'Who?' }, answers: [{ text: 'x' }] },
    { document_id: 'd', set: 'train', question: 'Who?', answer1: 'x', answer2: 'y' },
  ],
  'a QuALITY or RACE record': [
    { article_id: '1', article: 'Long.', title: 't', questions: [{ question: 'Who?' }] },
    { example_id: 'h', article: 'Long.', question: 'Who?', options: ['a'], answer: 'A' },
  ],
  'a CoQA or QuAC record': [
    { source: 's', story: 'Long.', questions: ['Who?'], answers: { input_text: ['x'] } },
    { dialogue_id: 'd', context: 'Long.', questions: ['Who?'], answers: { texts: [['x']] } },
  ],
  'a Qasper record': [
    { id: '1', title: 't', full_text: { paragraphs: [] }, qas: { question: [] } },
  ],
  'a BoolQ record': [{ question: 'is it', passage: 'It is.', answer: true }],
  'a NewsQA record': [{ story_id: '1', story_text: 'Long.', question: 'Who?', answer: 'x' }],
  'a question with choices': [
    { question: 'Which?', choices: ['a', 'b'], answer: 1, subject: 's' },
    { id: 'q', question: 'Which?', choices: { text: ['a'], label: ['A'] }, answerKey: 'A' },
  ],
  'a FRAMES record': [{ Prompt: 'Who?', Answer: 'x', wiki_links: ['u'] }],
  'a FEVER record': [{ id: 1, claim: 'It is.', label: 'SUPPORTS', evidence: [] }],
  'a request of a batch, or its answer': [
    { custom_id: '1', method: 'POST', url: '/v1/chat/completions', body: {} },
    { id: 'b', custom_id: '1', response: { status_code: 200, body: {} }, error: null },
  ],
  'a RULER record': [{ index: 0, input: 'Where?', outputs: ['here'], length: 900 }],
  'a KILT record': [
    { id: 'q', input: 'Where?', output: [{ answer: 'here', provenance: [{ title: 'x' }] }] },
  ],
  'a BeerQA record': [
    {
      id: 'q',
      src: 'hotpotqa',
      answers: ['here'],
      question: 'Where?',
      context: [['Harnby', 'A town. On a river.']],
    },
  ],
  'a FlashRAG record': [
    { id: 'q', question: 'Where?', golden_answers: ['here'], metadata: { supporting_facts: {} } },
  ],
  'an IRCoT record': [
    {
      dataset: 'hotpotqa',
      question_id: 'q',
      question_text: 'Where?',
      contexts: [{ idx: 0, title: 'a', paragraph_text: 'b', is_supporting: true }],
    },
  ],
  'a Natural Questions record': [
    { document_text: 'x', question_text: 'Where?', annotations: [], example_id: 1 },
    { id: '1', document: { html: 'x' }, question: { text: 'Where?' }, annotations: {} },
  ],
  'a TriviaQA record': [
    { question: 'Where?', question_id: 't', entity_pages: {}, search_results: {}, answer: {} },
    { Question: 'Where?', QuestionId: 't', EntityPages: [], SearchResults: [] },
  ],
  'a StrategyQA record': [{ qid: 's', question: 'Could it?', answer: true, facts: ['It can.'] }],
  'an MRQA record': [
    { context: 'Harnby is a town.', qas: [{ qid: '1', question: 'Where?', answers: ['here'] }] },
  ],
  'the head of an MRQA file': [{ header: { dataset: 'SQuAD', split: 'dev' } }],
  'an MS MARCO record': [
    {
      query_id: 1,
      query: 'where?',
      answers: ['here'],
      passages: { is_selected: [1], passage_text: ['x'], url: ['u'] },
    },
  ],
  'a record of DPR': [
    { question: 'Where?', answers: ['here'], positive_ctxs: [{ title: 'a', text: 'b' }] },
    { question: 'Where?', answers: ['here'], ctxs: [{ title: 'a', text: 'b' }] },
    { qid: '1', query: 'Where?', ctxs: [{ title: 'a', text: 'b', label: 1 }] },
  ],
  'a DROP record': [
    {
      section_id: 's',
      query_id: 'q',
      passage: 'x',
      question: 'How many?',
      answers_spans: { spans: ['3'], types: ['number'] },
    },
  ],
  'a MultiHop-RAG record': [{ query: 'Where?', answer: 'here', evidence_list: [{ fact: 'x' }] }],
  'a conversation': [
    { messages: [{ role: 'user', content: 'Where?' }] },
    { conversations: [{ from: 'human', value: 'Where?' }], id: 'x' },
  ],
  'a prompt with its answer, as trainers read it': [
    { prompt: 'Where?', completion: 'Here.' },
    { instruction: 'Say where.', input: '', output: 'Here.' },
    { prompt: 'Where?', chosen: 'Here.', rejected: 'There.' },
    { system: '', question: 'Where?', chosen: 'Here.', rejected: 'There.' },
    { chosen: [{ role: 'user', content: 'Where?' }], rejected: [] },
    { instruction: 'Say where.', context: '', response: 'Here.', category: 'closed_qa' },
  ],
  'a question with its passages in two lists, of titles and of texts': [
    {
      id: 'q',
      question: 'Where?',
      answer: 'here',
      titles: ['a'],
      paragraphs: ['b'],
      gold_idx: [0],
    },
  ],
  'a question with passages as bare texts': [
    { id: 'q', question: 'Where?', answer: 'here', context: ['A text.', 'Another.'] },
    { question: 'Where?', contexts: ['A text.'], ground_truth: 'here' },
    { id: 'q', question: 'Where?', answers: ['here'], passages: ['A text.'] },
  ],
  'a question with whole texts in place of sentences': [
    { id: 'q', question: 'Where?', answer: 'here', context: [['Harnby', 'A town.']] },
  ],
  'a question about one text': [
    { id: 'q', question: 'Where?', context: 'Harnby is a town.', answer: 'here' },
  ],
  'a question without passages': [
    { question: 'Where?', answer: ['here'] },
    { problem: '1 + 1?', solution: '2' },
    { id: 'q', query: 'where', answers: ['here'] },
  ],
  'a passage of a corpus': [
    { title: 'Harnby', text: 'Harnby is a town.', idx: 0 },
    { _id: 'd1', text: 'Harnby is a town.', metadata: {} },
    { id: '1', contents: '"Harnby"\nHarnby is a town.' },
  ],
};
