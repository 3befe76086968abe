// Package text holds Python's text and bytes on the engine's values, and
// everything that turns values into text and back: repr of primitives, the
// format mini-language, the % operator, str.format, codecs, int() and float()
// of a string.
//
// # Str
//
// In the Python dialect a string of ASCII characters only is a
// [starlark.String]; every other string is a [*Text], which counts characters.
// The two never hold equal strings, so the engine's equality and hashing need no
// help. [Str] makes either, [AsString] takes both.
//
//	v := text.Str("naïve")            // a *Text of five characters
//	s, ok := text.AsString(v)         // "naïve", true
//	up := text.StrMethod(v, "upper")  // bound method, or nil
//
// Inside, characters are UTF-8, and lone surrogates, which Python's strings may
// hold, take the three bytes that UTF-8's scheme gives them. So the order of the
// bytes is the order of the code points ([Compare]).
//
// Two operations can't reach this package through the engine and are the object
// model's to route: x < y where one is a String and one a Text, and x in y where y
// is a String and x a Text (which is always false).
//
// # Bytes
//
// [Bytes] is immutable, [*ByteArray] is mutable, [AsBytes] takes both and the
// engine's own Bytes. As the engine sees two types, it finds bytes and bytearray
// of equal content unequal; the object model compares what AsBytes returns.
//
// # Formatting
//
// A [Formatter] knows how to treat values that this package does not (instances,
// lists): its hooks are set by the interpreter. Its zero value treats primitives
// right and everything else by its engine's text. Methods such as "{}".format find
// theirs through their thread: see [SetFormatter].
//
// Results are bounded by [MaxSize]: what would exceed it raises MemoryError.
package text
