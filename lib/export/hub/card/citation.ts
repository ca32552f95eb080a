import { VERSION } from '../../../version.js';
import { codeBlock } from './markdown.js';

/** The paper of the method, and what has made the data (`CITATION.cff`). */
export const CITATION = codeBlock(
  'bibtex',
  `@article{wang2025loongrl,
  title   = {{LoongRL}: Reinforcement Learning for Advanced Reasoning over Long Contexts},
  author  = {Wang, Siyuan and Zhang, Gaokai and Zhang, Li Lyna and Shang, Ning and Yang, Fan and Chen, Dongyao and Yang, Mao},
  journal = {arXiv preprint arXiv:2510.19363},
  year    = {2025}
}

@software{keychain_pipeline,
  title   = {keychain-pipeline},
  author  = {{The keychain-pipeline authors}},
  version = {${VERSION}},
  note    = {A streaming implementation of KeyChain}
}`,
);
