import { type MockOptions, startMock } from './mock-server.js';

const mock = await startMock(JSON.parse(process.argv[2]!) as MockOptions);
// A long run must not fill the memory with what was seen.
mock.onFinish = () => {
  mock.calls.length = 0;
};
process.on('message', () => process.send?.(mock.mostInFlight));
process.on('disconnect', () => process.exit());
process.send?.(mock.url);
