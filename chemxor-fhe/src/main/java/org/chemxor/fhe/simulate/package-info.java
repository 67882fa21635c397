/**
 * Programs run without encryption: with the noise that it would add ({@link
 * org.chemxor.fhe.simulate.Simulation}), or with the checks alone ({@link
 * org.chemxor.fhe.simulate.Rehearsal}).
 */
@NullMarked
package org.chemxor.fhe.simulate;

import org.jspecify.annotations.NullMarked;
