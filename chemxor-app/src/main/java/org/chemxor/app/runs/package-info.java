/** Lists of molecules being predicted: their rows, states, workers. */
@NullMarked
package org.chemxor.app.runs;

import org.jspecify.annotations.NullMarked;
