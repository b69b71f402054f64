/** Code generated from {@code adyton/v1/*.proto}; the comments there are the contract. */
package dev.adyton.protocol;
