/**
 * Switches results into a smaller ring: {@link org.chemxor.ckks.ringswitch.RingSwitch} has the
 * parameters, {@link org.chemxor.ckks.ringswitch.RingSwitcher} does it with any engine.
 */
@NullMarked
package org.chemxor.ckks.ringswitch;

import org.jspecify.annotations.NullMarked;
