/**
 * Plots, a self-contained HTML report and a model card for a trained model: {@link
 * org.chemxor.models.report.ModelReport} writes all of them beside the model, {@link
 * org.chemxor.models.report.Plots} draws single pictures as PNG or SVG.
 */
@NullMarked
package org.chemxor.models.report;

import org.jspecify.annotations.NullMarked;
