import { TransientError } from './attempts.js';
import { unreachable } from './unreachable.js';

/**
 * What comes of a reply, chunk by chunk; who leaves closes the connection.
 *
 * @param hasProgressed whether what has come counts as a new start; default: it does not
 * @throws TransientError where the connection is cut
 */
export async function* chunksOf(
  body: AsyncIterable<Buffer>,
  url: URL,
  hasProgressed: () => boolean = () => false,
): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    const { message, cause } = unreachable(url, error as Error);
    throw new TransientError(message, { cause, hasProgressed: hasProgressed() });
  }
}
