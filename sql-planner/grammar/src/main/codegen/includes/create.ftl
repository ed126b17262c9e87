SqlNode CreateStatement() :
{
    final Span s;
    final CreateModifiers modifiers;
    final SqlNode statement;
}
{
    <CREATE> { s = span(); }
    modifiers = CreateModifiers()
    (
        statement = CreateTable(s, modifiers)
    |
        statement = CreateView(s, modifiers)
    |
        statement = CreateMaterializedView(s, modifiers)
    |
        statement = CreateDatabase(s, modifiers)
    |
        statement = CreateCatalog(s, modifiers)
    |
        statement = CreateFunction(s, modifiers)
    |
        statement = CreateIndex(s, modifiers)
    |
        ( <USER> | <ROLE> ) { statement = restOf(UnsupportedStatement.Kind.CREATE_USER, s); }
    )
    { return statement; }
}

/** OR REPLACE, OR ALTER, TEMPORARY, SYSTEM between CREATE and what is created. */
CreateModifiers CreateModifiers() :
{
    CreateMode mode = CreateMode.NEW;
    boolean temporary = false;
    boolean system = false;
}
{
    [
        <OR>
        (
            <REPLACE> { mode = CreateMode.OR_REPLACE; }
        |
            <ALTER> { mode = CreateMode.OR_ALTER; }
        )
    ]
    [
        ( <TEMPORARY> | <TEMP> ) { temporary = true; }
        [ <SYSTEM> { system = true; } ]
    ]
    { return new CreateModifiers(mode, temporary, system, getPos()); }
}

SqlNode CreateTable(Span s, CreateModifiers modifiers) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList elements = SqlNodeList.EMPTY;
    SqlLiteral comment = null;
    Distribution distribution = null;
    SqlNodeList partitionedBy = SqlNodeList.EMPTY;
    SqlNodeList options = null;
    LikeClause like = null;
    SqlNode query = null;
}
{
    <TABLE> { modifiers.allow("a table", CreateMode.OR_REPLACE, true); }
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    [ elements = TableElements() ]
    comment = CommentOpt()
    [ <DISTRIBUTED> distribution = Distribution() ]
    [ <PARTITIONED> <BY> partitionedBy = ParenthesizedSimpleIdentifierList() ]
    [ <WITH> options = Options() ]
    [
        like = LikeClause()
    |
        <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    ]
    {
        return new CreateTable(s.end(this), modifiers.mode(), modifiers.temporary(), ifNotExists, name,
            elements, comment, distribution, partitionedBy, options, like, query);
    }
}

SqlNodeList TableElements() :
{
    final List<SqlNode> elements = new ArrayList<SqlNode>();
    final Span s;
    SqlNode element;
}
{
    <LPAREN> { s = span(); }
    element = TableElement() { elements.add(element); }
    ( <COMMA> element = TableElement() { elements.add(element); } )*
    <RPAREN> { return new SqlNodeList(elements, s.end(this)); }
}

SqlNode TableElement() :
{
    final SqlNode element;
}
{
    (
        element = TableConstraint()
    |
        LOOKAHEAD(2)
        element = Watermark()
    |
        element = Column()
    )
    { return element; }
}

SqlNode Watermark() :
{
    final Span s;
    final SqlIdentifier column;
    final SqlNode expression;
}
{
    <WATERMARK> { s = span(); } <FOR>
    column = CompoundIdentifier()
    <AS>
    expression = Expression(ExprContext.ACCEPT_NON_QUERY)
    { return new WatermarkDefinition(s.end(this), column, expression); }
}

TableConstraint TableConstraint() :
{
    SqlIdentifier name = null;
    final TableConstraint constraint;
    Span s = null;
}
{
    [ <CONSTRAINT> { s = span(); } name = SimpleIdentifier() ]
    constraint = UnnamedConstraint(s == null ? Span.of() : s, name)
    { return constraint; }
}

TableConstraint UnnamedConstraint(Span s, SqlIdentifier name) :
{
    final TableConstraint.Kind kind;
    SqlNodeList columns = SqlNodeList.EMPTY;
    SqlNode condition = null;
    final boolean enforced;
}
{
    (
        <PRIMARY> { s.add(this); } <KEY> { kind = TableConstraint.Kind.PRIMARY_KEY; }
        columns = ParenthesizedSimpleIdentifierList()
    |
        <UNIQUE> { s.add(this); kind = TableConstraint.Kind.UNIQUE; }
        columns = ParenthesizedSimpleIdentifierList()
    |
        <CHECK> { s.add(this); kind = TableConstraint.Kind.CHECK; }
        <LPAREN> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
    )
    enforced = EnforcedOpt()
    { return new TableConstraint(s.end(this), name, kind, columns, condition, enforced); }
}

boolean EnforcedOpt() :
{
}
{
    LOOKAHEAD(2)
    <NOT> <ENFORCED> { return false; }
|
    <ENFORCED> { return true; }
|
    { return true; }
}

ColumnDefinition Column() :
{
    final ColumnBuilder column;
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    SqlNode expression;
}
{
    name = CompoundIdentifier() { column = new ColumnBuilder(name); }
    (
        <AS> expression = Expression(ExprContext.ACCEPT_NON_QUERY) { column.computed(expression); }
        [ <COMMENT> expression = StringValue() { column.comment((SqlLiteral) expression); } ]
    |
        type = DataType() { column.type(type); }
        ( ColumnOption(column) )*
    )
    { return column.build(Span.of(name).end(this)); }
}

void ColumnOption(ColumnBuilder column) :
{
    SqlNode value;
    SqlLiteral text = null;
    SqlIdentifier constraintName = null;
    final boolean enforced;
    final Span s;
}
{
    <NULL> { column.nullable(true, getPos()); }
|
    <NOT> <NULL> { column.nullable(false, getPos()); }
|
    <DEFAULT_> value = Expression(ExprContext.ACCEPT_NON_QUERY) { column.defaultValue(value); }
|
    <COMMENT> text = StringValue() { column.comment(text); }
|
    <METADATA> { s = span(); }
    [ <FROM> text = StringValue() ]
    { column.metadata(text, false, s.end(this)); }
    [ <VIRTUAL> { column.metadata(text, true, s.end(this)); } ]
|
    { s = Span.of(); }
    [ <CONSTRAINT> { s.add(this); } constraintName = SimpleIdentifier() ]
    (
        <PRIMARY> { s.add(this); } <KEY> enforced = EnforcedOpt() {
            column.constraint(TableConstraint.Kind.PRIMARY_KEY, constraintName, null, enforced, s.end(this));
        }
    |
        <UNIQUE> { s.add(this); } enforced = EnforcedOpt() {
            column.constraint(TableConstraint.Kind.UNIQUE, constraintName, null, enforced, s.end(this));
        }
    |
        <CHECK> { s.add(this); }
        <LPAREN> value = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN> enforced = EnforcedOpt() {
            column.constraint(TableConstraint.Kind.CHECK, constraintName, value, enforced, s.end(this));
        }
    )
}

/** What follows DISTRIBUTED: [BY [HASH | RANGE] (columns)] [INTO n BUCKETS]. */
Distribution Distribution() :
{
    final Span s = span();
    Distribution.Kind kind = Distribution.Kind.DEFAULT;
    SqlNodeList columns = SqlNodeList.EMPTY;
    SqlLiteral buckets = null;
}
{
    (
        <BY>
        [
            <HASH> { kind = Distribution.Kind.HASH; }
        |
            <RANGE> { kind = Distribution.Kind.RANGE; }
        ]
        columns = ParenthesizedSimpleIdentifierList()
        [ <INTO> buckets = UnsignedNumericLiteral() <BUCKETS> ]
    |
        <INTO> buckets = UnsignedNumericLiteral() <BUCKETS>
    )
    { return new Distribution(s.end(this), kind, columns, buckets); }
}

LikeClause LikeClause() :
{
    final Span s;
    final SqlIdentifier source;
    final List<SqlNode> options = new ArrayList<SqlNode>();
}
{
    <LIKE> { s = span(); }
    source = CompoundIdentifier()
    [
        <LPAREN>
        ( AddLikeOption(options) )*
        <RPAREN>
    ]
    { return new LikeClause(s.end(this), source, new SqlNodeList(options, s.end(this))); }
}

void AddLikeOption(List<SqlNode> options) :
{
    final LikeOption.Merge merge;
    final LikeOption.Feature feature;
    final Span s;
}
{
    (
        <INCLUDING> { s = span(); merge = LikeOption.Merge.INCLUDING; }
    |
        <EXCLUDING> { s = span(); merge = LikeOption.Merge.EXCLUDING; }
    |
        <OVERWRITING> { s = span(); merge = LikeOption.Merge.OVERWRITING; }
    )
    (
        <ALL> { feature = LikeOption.Feature.ALL; }
    |
        <CONSTRAINTS> { feature = LikeOption.Feature.CONSTRAINTS; }
    |
        <DISTRIBUTION> { feature = LikeOption.Feature.DISTRIBUTION; }
    |
        <GENERATED> { feature = LikeOption.Feature.GENERATED; }
    |
        <METADATA> { feature = LikeOption.Feature.METADATA; }
    |
        <OPTIONS> { feature = LikeOption.Feature.OPTIONS; }
    |
        <PARTITIONS> { feature = LikeOption.Feature.PARTITIONS; }
    |
        <WATERMARKS> { feature = LikeOption.Feature.WATERMARKS; }
    )
    { options.add(new LikeOption(s.end(this), merge, feature)); }
}

SqlNode CreateView(Span s, CreateModifiers modifiers) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final SqlLiteral comment;
    final SqlNode query;
}
{
    <VIEW> { modifiers.allow("a view", CreateMode.OR_ALTER, true); }
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    [ columns = ViewColumns() ]
    comment = CommentOpt()
    <AS>
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    {
        return new CreateView(s.end(this), modifiers.mode(), modifiers.temporary(), ifNotExists, name,
            columns, comment, query);
    }
}

/** (name [COMMENT 'text'], ...) */
SqlNodeList ViewColumns() :
{
    final List<SqlNode> columns = new ArrayList<SqlNode>();
    final Span s;
}
{
    <LPAREN> { s = span(); }
    AddViewColumn(columns)
    ( <COMMA> AddViewColumn(columns) )*
    <RPAREN> { return new SqlNodeList(columns, s.end(this)); }
}

void AddViewColumn(List<SqlNode> columns) :
{
    final SqlIdentifier name;
    final SqlLiteral comment;
}
{
    name = SimpleIdentifier()
    comment = CommentOpt()
    { columns.add(new ViewColumn(Span.of(name).end(this), name, comment)); }
}

SqlNode CreateMaterializedView(Span s, CreateModifiers modifiers) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final SqlLiteral comment;
    SqlNodeList options = SqlNodeList.EMPTY;
    final SqlNode query;
}
{
    <MATERIALIZED> <VIEW> { modifiers.allow("a materialized view", CreateMode.OR_ALTER, false); }
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    [ columns = ViewColumns() ]
    comment = CommentOpt()
    options = WithOptionsOpt()
    <AS>
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    {
        return new CreateMaterializedView(s.end(this), modifiers.mode(), ifNotExists, name, columns, comment,
            options, query);
    }
}

SqlNode CreateDatabase(Span s, CreateModifiers modifiers) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlLiteral comment;
    final SqlNodeList options;
}
{
    ( <DATABASE> | <SCHEMA> ) { modifiers.allow("a database", CreateMode.NEW, false); }
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    comment = CommentOpt()
    options = WithOptionsOpt()
    { return new CreateDatabase(s.end(this), ifNotExists, name, comment, options); }
}

SqlNode CreateCatalog(Span s, CreateModifiers modifiers) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlLiteral comment;
    final SqlNodeList options;
}
{
    <CATALOG> { modifiers.allow("a catalog", CreateMode.NEW, false); }
    ifNotExists = IfNotExistsOpt()
    name = SimpleIdentifier()
    comment = CommentOpt()
    options = WithOptionsOpt()
    { return new CreateCatalog(s.end(this), ifNotExists, name, comment, options); }
}

SqlNode CreateFunction(Span s, CreateModifiers modifiers) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    List<SqlNode> parameters = null;
    SqlDataTypeSpec returns = null;
    SqlNode body = null;
    SqlLiteral className = null;
    SqlIdentifier language = null;
    SqlNodeList jars = SqlNodeList.EMPTY;
}
{
    <FUNCTION> { modifiers.allow("a function", CreateMode.OR_REPLACE, true); }
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    (
        <LPAREN> { parameters = new ArrayList<SqlNode>(); }
        [
            AddFunctionParameter(parameters)
            ( <COMMA> AddFunctionParameter(parameters) )*
        ]
        <RPAREN>
        <RETURNS> returns = DataType()
        [ <LANGUAGE> <SQL> ]
        ( <RETURN> | <AS> )
        body = Expression(ExprContext.ACCEPT_SUB_QUERY)
        {
            return new CreateSqlFunction(s.end(this), modifiers.mode(), modifiers.temporary(), modifiers.system(),
                ifNotExists, name,
                new SqlNodeList(parameters, name.getParserPosition()), returns.withNullable(true), body);
        }
    |
        <AS> className = StringValue()
        [ <LANGUAGE> language = SimpleIdentifier() ]
        [ <USING> jars = Jars() ]
        {
            return new CreateFunction(s.end(this), modifiers.mode(), modifiers.temporary(), modifiers.system(),
                ifNotExists, name, className, language, jars);
        }
    )
}

void AddFunctionParameter(List<SqlNode> parameters) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    final boolean nullable;
}
{
    name = SimpleIdentifier()
    type = DataType()
    nullable = NullableOptDefaultTrue()
    { parameters.add(new FunctionParameter(Span.of(name).end(this), name, type.withNullable(nullable))); }
}

/** JAR 'path', JAR 'path', ... */
SqlNodeList Jars() :
{
    final List<SqlNode> jars = new ArrayList<SqlNode>();
    final Span s;
    SqlLiteral path;
}
{
    <JAR> { s = span(); } path = StringValue() { jars.add(path); }
    ( <COMMA> <JAR> path = StringValue() { jars.add(path); } )*
    { return new SqlNodeList(jars, s.end(this)); }
}

SqlNode CreateIndex(Span s, CreateModifiers modifiers) :
{
    boolean unique = false;
    final boolean ifNotExists;
    SqlIdentifier name = null;
    final SqlIdentifier table;
    final SqlNodeList columns;
}
{
    [ <UNIQUE> { unique = true; } ]
    <INDEX> { modifiers.allow("an index", CreateMode.NEW, false); }
    (
        LOOKAHEAD(3)
        <IF> <NOT> <EXISTS> { ifNotExists = true; }
        name = CompoundIdentifier()
    |
        { ifNotExists = false; }
        [ name = CompoundIdentifier() ]
    )
    <ON>
    table = CompoundIdentifier()
    columns = ParenthesizedSimpleIdentifierList()
    { return new CreateIndex(s.end(this), unique, ifNotExists, name, table, columns); }
}
