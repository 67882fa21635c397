/**
 * Training on the PyTorch engine: {@link org.chemxor.models.train.Training} ends in a {@link
 * org.chemxor.models.trained.TrainedModel}.
 *
 * <pre>{@code
 * var model = Training.improved(OlindaNet.zero()).seed(7).patience(10).fit(train, validate);
 * model.save(Path.of("model"));
 * }</pre>
 *
 * <p>Same data, settings and number of threads give the same weights, also after an interruption.
 * PyTorch comes as Maven artifacts; nothing is downloaded at run time.
 */
@NullMarked
package org.chemxor.models.train;

import org.jspecify.annotations.NullMarked;
