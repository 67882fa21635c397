/** How well the models learn, beside baselines on the same images. */
@NullMarked
package org.chemxor.bench.quality;

import org.jspecify.annotations.NullMarked;
