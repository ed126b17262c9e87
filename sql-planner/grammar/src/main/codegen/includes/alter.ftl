SqlNode AlterStatement() :
{
    final Span s;
    final ObjectType type;
    boolean temporary = false;
    boolean ifExists = false;
    final SqlIdentifier name;
    final AlterAction action;
}
{
    <ALTER> { s = span(); }
    [ <TEMPORARY> { temporary = true; } [ <SYSTEM> ] ]
    (
        <TABLE> { type = ObjectType.TABLE; }
        ifExists = IfExistsOpt() name = CompoundIdentifier()
        action = AlterTableAction()
    |
        <VIEW> { type = ObjectType.VIEW; }
        ifExists = IfExistsOpt() name = CompoundIdentifier()
        action = AlterViewAction()
    |
        <MATERIALIZED> <VIEW> { type = ObjectType.MATERIALIZED_VIEW; }
        ifExists = IfExistsOpt() name = CompoundIdentifier()
        action = AlterViewAction()
    |
        ( <DATABASE> | <SCHEMA> ) { type = ObjectType.DATABASE; }
        ifExists = IfExistsOpt() name = CompoundIdentifier()
        action = AlterOptionsAction()
    |
        <CATALOG> { type = ObjectType.CATALOG; }
        ifExists = IfExistsOpt() name = CompoundIdentifier()
        action = AlterOptionsAction()
    |
        <FUNCTION> { type = ObjectType.FUNCTION; }
        ifExists = IfExistsOpt() name = CompoundIdentifier()
        action = AlterFunctionAction()
    )
    { return new AlterStatement(s.end(this), type, temporary, ifExists, name, action); }
}

AlterAction AlterTableAction() :
{
    final AlterAction action;
    final Span s;
    final SqlIdentifier from;
    final SqlIdentifier to;
}
{
    (
        <RENAME> { s = span(); }
        (
            LOOKAHEAD(1) <TO> to = CompoundIdentifier() { action = new AlterAction.Rename(s.end(this), to); }
        |
            [ LOOKAHEAD(2, <COLUMN> SimpleIdentifier() ) <COLUMN> ]
            from = CompoundIdentifier() <TO> to = SimpleIdentifier()
            { action = new AlterAction.RenameColumn(s.end(this), from, to); }
        )
    |
        action = AddElements()
    |
        action = ModifyElements()
    |
        action = DropElement()
    |
        action = AlterOptionsAction()
    )
    { return action; }
}

AlterAction AddElements() :
{
    final Span s;
    final SqlNodeList elements;
    final SqlNodeList partition;
    SqlNodeList options = null;
    final boolean ifNotExists;
    final Distribution distribution;
}
{
    <ADD> { s = span(); }
    (
        LOOKAHEAD(2)
        ifNotExists = IfNotExistsOpt()
        <PARTITION> partition = PartitionValues()
        [ <WITH> options = Options() ]
        { return new AlterAction.AddPartition(s.end(this), ifNotExists, partition, options); }
    |
        LOOKAHEAD( <DISTRIBUTION> <BY> | <DISTRIBUTION> <INTO> )
        <DISTRIBUTION> distribution = Distribution()
        { return new AlterAction.SetDistribution(s.end(this), false, distribution); }
    |
        elements = AlteredElements()
        { return new AlterAction.AddElements(s.end(this), elements); }
    )
}

AlterAction ModifyElements() :
{
    final Span s;
    final SqlNodeList elements;
    final Distribution distribution;
}
{
    <MODIFY> { s = span(); }
    (
        LOOKAHEAD( <DISTRIBUTION> <BY> | <DISTRIBUTION> <INTO> )
        <DISTRIBUTION> distribution = Distribution()
        { return new AlterAction.SetDistribution(s.end(this), true, distribution); }
    |
        elements = AlteredElements()
        { return new AlterAction.ModifyElements(s.end(this), elements); }
    )
}

/** One element, or several in parentheses. */
SqlNodeList AlteredElements() :
{
    final List<SqlNode> elements = new ArrayList<SqlNode>();
    final Span s = Span.of();
}
{
    (
        <LPAREN> { s.add(this); }
        AddAlteredElement(elements)
        ( <COMMA> AddAlteredElement(elements) )*
        <RPAREN>
    |
        [ LOOKAHEAD(2, <COLUMN> SimpleIdentifier() ) <COLUMN> ]
        AddAlteredElement(elements)
    )
    { return new SqlNodeList(elements, s.addAll(elements).end(this)); }
}

void AddAlteredElement(List<SqlNode> elements) :
{
    final SqlNode element;
    boolean first = false;
    SqlIdentifier after = null;
}
{
    element = TableElement()
    [
        <FIRST> { first = true; }
    |
        <AFTER> after = CompoundIdentifier()
    ]
    { elements.add(first || after != null
        ? new PlacedElement(Span.of(element).end(this), element, after) : element); }
}

AlterAction DropElement() :
{
    final Span s;
    final SqlIdentifier name;
    final List<SqlNode> columns = new ArrayList<SqlNode>();
    final SqlNodeList partition;
    final boolean ifExists;
}
{
    <DROP> { s = span(); }
    (
        <PRIMARY> <KEY> { return new AlterAction.DropPrimaryKey(s.end(this)); }
    |
        <CONSTRAINT> name = SimpleIdentifier() { return new AlterAction.DropConstraint(s.end(this), name); }
    |
        LOOKAHEAD( <WATERMARK> ( <EOF> | <SEMICOLON> ) )
        <WATERMARK> { return new AlterAction.DropWatermark(s.end(this)); }
    |
        LOOKAHEAD( <DISTRIBUTION> ( <EOF> | <SEMICOLON> ) )
        <DISTRIBUTION> { return new AlterAction.DropDistribution(s.end(this)); }
    |
        LOOKAHEAD( <IF> <EXISTS> | <PARTITION> )
        ifExists = IfExistsOpt()
        <PARTITION> partition = PartitionValues()
        { return new AlterAction.DropPartition(s.end(this), ifExists, partition); }
    |
        <LPAREN>
        AddCompoundIdentifier(columns)
        ( <COMMA> AddCompoundIdentifier(columns) )*
        <RPAREN>
        { return new AlterAction.DropColumns(s.end(this), new SqlNodeList(columns, s.pos())); }
    |
        [ LOOKAHEAD(2, <COLUMN> SimpleIdentifier() ) <COLUMN> ]
        AddCompoundIdentifier(columns)
        { return new AlterAction.DropColumns(s.end(this), new SqlNodeList(columns, s.pos())); }
    )
}

void AddCompoundIdentifier(List<SqlNode> list) :
{
    final SqlIdentifier name;
}
{
    name = CompoundIdentifier() { list.add(name); }
}

/** (column = value | column, ...) */
SqlNodeList PartitionValues() :
{
    final List<SqlNode> values = new ArrayList<SqlNode>();
    final Span s;
}
{
    <LPAREN> { s = span(); }
    AddPartitionValue(values)
    ( <COMMA> AddPartitionValue(values) )*
    <RPAREN> { return new SqlNodeList(values, s.end(this)); }
}

void AddPartitionValue(List<SqlNode> values) :
{
    final SqlIdentifier column;
    SqlNode value = null;
}
{
    column = SimpleIdentifier()
    [ <EQ> value = Literal() ]
    { values.add(new PartitionValue(Span.of(column).end(this), column, value)); }
}

AlterAction AlterOptionsAction() :
{
    final Span s;
    final SqlNodeList options;
    final SqlLiteral comment;
}
{
    <SET> { s = span(); } options = Options() { return new AlterAction.SetOptions(s.end(this), options); }
|
    <RESET> { s = span(); } options = OptionKeys() { return new AlterAction.ResetOptions(s.end(this), options); }
|
    <COMMENT> { s = span(); } comment = StringValue() { return new AlterAction.SetComment(s.end(this), comment); }
}

AlterAction AlterViewAction() :
{
    final Span s;
    final SqlIdentifier to;
    final SqlNode query;
    final AlterAction action;
}
{
    (
        <RENAME> { s = span(); } <TO> to = CompoundIdentifier()
        { action = new AlterAction.Rename(s.end(this), to); }
    |
        <AS> { s = span(); } query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        { action = new AlterAction.SetQuery(s.end(this), query); }
    |
        action = AlterOptionsAction()
    )
    { return action; }
}

AlterAction AlterFunctionAction() :
{
    final Span s;
    final SqlLiteral className;
    SqlIdentifier language = null;
    final SqlIdentifier to;
}
{
    <AS> { s = span(); } className = StringValue()
    [ <LANGUAGE> language = SimpleIdentifier() ]
    { return new AlterAction.SetFunction(s.end(this), className, language); }
|
    <RENAME> { s = span(); } <TO> to = CompoundIdentifier()
    { return new AlterAction.Rename(s.end(this), to); }
}

SqlNode DropStatement() :
{
    final Span s;
    final ObjectType type;
    boolean temporary = false;
    boolean system = false;
    final boolean ifExists;
    final SqlIdentifier name;
    SqlIdentifier table = null;
    DropStatement.Behavior behavior = DropStatement.Behavior.DEFAULT;
}
{
    <DROP> { s = span(); }
    [ ( <TEMPORARY> | <TEMP> ) { temporary = true; } [ <SYSTEM> { system = true; } ] ]
    (
        <TABLE> { type = ObjectType.TABLE; }
    |
        <VIEW> { type = ObjectType.VIEW; }
    |
        <MATERIALIZED> <VIEW> { type = ObjectType.MATERIALIZED_VIEW; }
    |
        ( <DATABASE> | <SCHEMA> ) { type = ObjectType.DATABASE; }
    |
        <CATALOG> { type = ObjectType.CATALOG; }
    |
        <FUNCTION> { type = ObjectType.FUNCTION; }
    |
        <INDEX> { type = ObjectType.INDEX; }
    |
        ( <USER> | <ROLE> ) { return restOf(UnsupportedStatement.Kind.DROP_USER, s); }
    )
    ifExists = IfExistsOpt()
    name = CompoundIdentifier()
    [ <ON> table = CompoundIdentifier() ]
    [
        <CASCADE> { behavior = DropStatement.Behavior.CASCADE; }
    |
        <RESTRICT> { behavior = DropStatement.Behavior.RESTRICT; }
    ]
    { return new DropStatement(s.end(this), type, temporary, system, ifExists, name, table, behavior); }
}
