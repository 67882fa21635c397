/**
 * What a client makes of replies: how many its keys answer, what shows outside when one is refused,
 * and when a key set has come to its end. Everything a client does after decrypting answers a
 * question of the evaluator's choice (reaction attacks), so it is decided here, by the client's
 * policy, and never by what the evaluator sends.
 */
@NullMarked
package org.chemxor.fhe.reply;

import org.jspecify.annotations.NullMarked;
