/// The hours of the mean month that plans are made with: 8,760 / 12.
public enum PlanningMonth {
    /// Hours of a mean month.
    public static let hours = 730.0
    /// Days of a mean month.
    public static let days = hours / 24
}
