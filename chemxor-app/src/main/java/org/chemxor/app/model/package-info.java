/** The model that is asked: the connection to its server, and what everybody learns. */
@NullMarked
package org.chemxor.app.model;

import org.jspecify.annotations.NullMarked;
