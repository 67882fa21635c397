/**
 * The OlindaNet models: architectures as DJL blocks, training on the PyTorch engine, metrics, and
 * model folders that load without any engine. Everything ends in an {@link
 * org.chemxor.core.Network}.
 */
@NullMarked
package org.chemxor.models;

import org.jspecify.annotations.NullMarked;
