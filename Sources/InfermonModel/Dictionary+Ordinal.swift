extension Dictionary where Value == Int {
    /// The number of a key in the order in which keys came, from 0; a new key gets the next one.
    ///
    /// One look-up, also for a new key. Right only where every entry was made by this function.
    @inlinable
    public mutating func ordinal(of key: Key) -> Int {
        let next = count
        func settle(_ number: inout Int) -> Int {
            if number < 0 { number = next }
            return number
        }
        return settle(&self[key, default: -1])
    }
}
