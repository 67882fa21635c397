/** Plots, a self-contained HTML report and a model card for a trained model. */
@NullMarked
package org.chemxor.models.report;

import org.jspecify.annotations.NullMarked;
