/** What ties the parts of an envelope to its header and place, SPEC §2.4 to §2.6. */
import { concat, label, u8 } from '../bytes.ts';
import { hkdf, hmac, sha256 } from '../primitives.ts';

/** info of slot i. */
export const slotInfo = (h0: Bytes, context: Bytes, i: number): Bytes => concat(label('slot'), u8(i), h0, context);

/** Commitment to the share x ‖ y of slot i. */
export const commitment = (h0: Bytes, context: Bytes, i: number, share: Bytes): Promise<Bytes> =>
  sha256(label('commitment'), h0, context, u8(i), share);

/** Header MAC over everything before it. */
export const headerMac = async (dek: Bytes, context: Bytes, before: Bytes): Promise<Bytes> =>
  hmac(await hkdf(dek, label('header')), context, before);

/** Key of the payload stream. */
export const payloadKey = (dek: Bytes): Promise<Bytes> => hkdf(dek, label('payload'));

/** Associated data of the payload stream; `header` goes up to and with the MAC. */
export const payloadAad = (context: Bytes, header: Bytes): Promise<Bytes> => sha256(context, header);
