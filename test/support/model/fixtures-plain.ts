/** A request of one user message. Free of ava, so that child processes can use it. */
export const ask = (content: string, rollouts = 1) => ({
  messages: [{ role: 'user' as const, content }],
  rollouts,
});
