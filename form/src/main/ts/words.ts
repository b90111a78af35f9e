/** BIP39's English words, a script of its own: a page loads it only when somebody asks for words. */
import text from '../vendor/bip39/english.txt';

/** 2048 words. */
export const ENGLISH: readonly string[] = text.trim().split('\n');
