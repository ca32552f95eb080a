import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { commitOf, type RepoFiles, sha256 } from './files.js';

/** Makes what the Hub's cache has of a repository, as Python's `huggingface_hub` lays it out. */
export async function cacheRepo(cacheDir: string, name: string, files: RepoFiles): Promise<void> {
  const repo = join(cacheDir, name.replaceAll('/', '--'));
  const commit = commitOf(files);
  await mkdir(join(repo, 'refs'), { recursive: true });
  await writeFile(join(repo, 'refs/main'), commit);
  for (const [path, bytes] of Object.entries(files)) {
    const blob = join(repo, 'blobs', sha256(bytes));
    const pointer = join(repo, 'snapshots', commit, path);
    for (const place of [blob, pointer]) await mkdir(dirname(place), { recursive: true });
    await writeFile(blob, bytes);
    await symlink(relative(dirname(pointer), blob), pointer);
  }
}
